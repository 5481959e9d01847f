/**
 * An evaluator for key policies written from AWS's pages alone. It shares no code with src/policy, tries every world, and answers
 * "undecided" where the pages are silent or contradict each other: what the product answers is compared with it.
 * Types: request.ts (callers, requests), decide.ts (one answer), worlds.ts (partial requests and their answers).
 */
export { arbitraryPolicy } from "./arbitrary-policy.js";
export {
  awsRoleUnderGrant,
  creator,
  direct,
  environment,
  executionRole,
  grants,
  keyArn,
  logs,
  serviceUnderGrant,
} from "./callers.js";
export { account, region } from "./contexts.js";
export { decide } from "./decide.js";
export { edges } from "./edges.js";
export { people, principalsFor, requests } from "./requests.js";
export { compareVerdict, type Decisions, decideAll } from "./worlds.js";
