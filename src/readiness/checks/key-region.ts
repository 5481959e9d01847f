/** Whether the key that answered lives in the environment's Region. */
import { parseArn } from "../../key/arn.js";
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass, troubled, untold } from "../check.js";

export const keyRegion = defineCheck({
  id: "key-region",
  title: "The key is in the environment's Region",
  asks: "MWAA requires key, environment and bucket in one Region.",
  page: pages.mwaaKeys,
  needs: ["key"],
  reports: ["key/other-region", "readiness/unsaid"],
  judge: ({ key }, { target }) => {
    const region = key.Arn === undefined ? undefined : parseArn(key.Arn)?.region;
    if (region === undefined) return untold(problem("readiness/unsaid", { member: "Arn" }));
    if (region === target.region) return pass(region);
    return troubled(
      problem("key/other-region", { given: key.Arn ?? "", keyRegion: region, region: target.region }),
      region,
    );
  },
});
