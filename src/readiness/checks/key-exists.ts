/** Whether there is such a key at all. That AWS knows none is a definite no; any other silence is not. */
import { pages } from "../../problem/pages.js";
import { defineCheck, pass, untold } from "../check.js";

export const keyExists = defineCheck({
  id: "key-exists",
  title: "The key exists",
  asks: "DescribeKey finds the key in this Region and account.",
  page: pages.kmsDescribeKey,
  needs: [],
  about: ["key"],
  reports: ["aws/key-not-found"],
  judge: (_facts, { key }) => {
    if (key.known) return pass(key.value.KeyId);
    const notFound = key.problem.code === "aws/key-not-found";
    return notFound ? { outcome: "fail", problems: [key.problem] } : untold(key.problem);
  },
});
