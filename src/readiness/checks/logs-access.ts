/** Whether the key policy lets CloudWatch Logs use the key for the environment's log groups. */
import { parsePolicy } from "../../policy/document.js";
import { type AccessVerdict, judgeLogsAccess } from "../../policy/judge-access.js";
import { pages } from "../../problem/pages.js";
import { type Check, defineCheck, type Judgement } from "../check.js";
import { logsRequest, type Snapshot } from "../snapshot.js";

export const logsAccess: Check = defineCheck({
  id: "logs-access",
  title: "The key policy lets CloudWatch Logs use the key",
  asks: "CloudWatch Logs encrypts each log group of the environment with the key, and asks in its own name: the key policy must let it.",
  page: pages.mwaaKeys,
  needs: ["policy"],
  judge: ({ policy }, snapshot) => {
    const document = parsePolicy(policy);
    // KMS keeps no policy that is none: what cannot be read here was garbled on the way, or is beyond this version.
    if (!document.ok) return { outcome: "unknown", problems: document.problems };
    return judgementOf(judgeLogsAccess(document.value, logsRequest(snapshot)), snapshot);
  },
});

function judgementOf(verdict: AccessVerdict, { target }: Snapshot): Judgement {
  const { level, problems } = verdict;
  const allowed = verdict.cells.filter((cell) => cell.required && cell.answer === "allowed").length;
  const required = verdict.cells.filter((cell) => cell.required).length;
  const evidence = `${allowed} of ${required} operations on log groups allowed`;
  if (level === "ready") return { outcome: problems.length === 0 ? "pass" : "warn", evidence, problems };
  if (level === "narrower" && target.accept.includes("narrower"))
    return { outcome: "warn", evidence, problems };
  return { outcome: level === "unknown" ? "unknown" : "fail", evidence, problems };
}
