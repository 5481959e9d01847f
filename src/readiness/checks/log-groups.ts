/** Whether log groups of an environment of before would keep another key. MWAA takes over what has its names. */
import { logGroupNames } from "../../key/log-groups.js";
import { pages } from "../../problem/pages.js";
import { problem } from "../../problem/problem.js";
import { type Check, defineCheck, pass } from "../check.js";
import { keyArn, notAsked } from "../snapshot.js";
import { keyNamed } from "./named-key.js";

export const logGroups: Check = defineCheck({
  id: "log-groups",
  title: "Existing log groups use this key",
  asks: "Log groups remain with their key when an environment is deleted, and MWAA's service-linked role cannot change it.",
  page: pages.mwaaServiceRole,
  needs: ["logGroups"],
  reports: ["logs/group-other-key", "logs/group-no-key", "readiness/not-asked"],
  judge: ({ logGroups: found }, snapshot) => {
    const { environment, key: given } = snapshot.target;
    if (environment === undefined) {
      const nameless = notAsked<never>("environment's log groups, which have its name");
      return { outcome: "unknown", problems: nameless.known ? [] : [nameless.problem] };
    }
    // The prefix airflow-<environment>- also begins the names of another environment, <environment>-two.
    const names = logGroupNames(environment);
    const ours = found.filter(({ name }) => names.includes(name));
    const keyless = ours.filter(({ kmsKeyId }) => kmsKeyId === undefined).map(({ name }) => name);
    const foreign = ours.filter(
      ({ kmsKeyId }) => kmsKeyId !== undefined && keyNamed(kmsKeyId, snapshot) !== "this",
    );
    if (ours.length === 0) return pass("no log groups exist");
    const evidence = `${ours.length - keyless.length - foreign.length} of ${ours.length} log groups use this key`;
    const key = keyArn(snapshot) ?? given.keyId;
    const others = [...new Set(foreign.map(({ kmsKeyId = "" }) => kmsKeyId))];
    const problems = [
      ...others.map((other) => {
        const groups = foreign.filter(({ kmsKeyId }) => kmsKeyId === other).map(({ name }) => name);
        return problem("logs/group-other-key", { groups, found: other, key });
      }),
      ...(keyless.length === 0 ? [] : [problem("logs/group-no-key", { groups: keyless, key })]),
    ];
    const outcome = foreign.length > 0 ? "fail" : keyless.length > 0 ? "warn" : "pass";
    return { outcome, evidence, problems };
  },
});
