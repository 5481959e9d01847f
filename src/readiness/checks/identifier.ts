/** Whether MWAA itself takes the identifier and is offered in the Region. */
import { judgePattern } from "../../key/identifier.js";
import { mwaaRegions } from "../../key/partition.js";
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { defineCheck, pass } from "../check.js";

export const identifier = defineCheck({
  id: "identifier",
  title: "The key identifier is valid",
  asks: "MWAA accepts a key ID or a key ARN, in a Region where MWAA is available.",
  page: pages.mwaaKeys,
  needs: [],
  reports: ["key/pattern", "key/mwaa-region"],
  judge: (_facts, { target }) => {
    const problems = [...judgePattern(target.key)];
    if (!mwaaRegions.includes(target.region)) {
      problems.push(problem("key/mwaa-region", { region: target.region }));
    }
    const form = { id: "key ID", "key/id": "key/<key ID>", arn: "key ARN" }[target.key.form];
    return problems.length === 0 ? pass(form) : { outcome: "warn", evidence: form, problems };
  },
});
