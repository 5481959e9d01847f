/** Templates checked by another program, a CDK app say: texts in, verdicts out. */

import { type Readiness, readinessOf } from "../checks/run-checks.js";
import type { Problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { checkFile, verdictOf } from "./file-report.js";
import { readJsonTree } from "./read-json.js";
import { readYamlTree } from "./read-yaml.js";
import { resourcesOf, type Stack } from "./stack.js";
import { readTemplates } from "./template.js";
import { Sources } from "./tree.js";

/** One template, and where it is deployed as far as that is known. */
export interface TemplateText {
  /** What stands before the logical IDs in addresses, where there are several. */
  readonly name: string;
  /** JSON or YAML. */
  readonly text: string;
  readonly region?: string;
  readonly account?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** An environment with a key of its own. */
export interface TemplateEnvironment {
  /** Its logical ID, with the template's name before it where there are several. */
  readonly address: string;
  readonly verdict: Readiness;
  /** What is in the way of ready, or leaves it open. */
  readonly problems: readonly Problem[];
}

export interface TemplatesVerdict {
  /** `nothing-to-check`: no environment has a key of its own. */
  readonly verdict: Readiness | "nothing-to-check";
  readonly environments: readonly TemplateEnvironment[];
}

/** @param at the moment of the check, ISO 8601, UTC: for conditions on the time */
export function checkTemplateTexts(templates: readonly TemplateText[], at: string): Result<TemplatesVerdict> {
  const sources = new Sources();
  const stacks: Stack[] = [];
  for (const { name, text, region, account, parameters = {} } of templates) {
    const tree = /^\s*\{/.test(text) ? readJsonTree(text, name, sources) : readYamlTree(text, name, sources);
    if (!tree.ok) return fail(...tree.problems);
    stacks.push({
      prefix: templates.length > 1 ? `${name}/` : "",
      file: name,
      root: tree.value,
      resources: resourcesOf(tree.value),
      given: new Map(Object.entries(parameters)),
      ...(region === undefined ? {} : { region }),
      ...(account === undefined ? {} : { account }),
    });
  }
  const command = "--template cdk.out";
  const infrastructure = readTemplates(
    { stacks, nestedIn: () => undefined, command },
    { sources, language: "cdk", keyPolicies: new Map() },
  );
  const checking = { takenAt: at, accept: [], command, strict: false, allowUnknown: false, addresses: [] };
  const { checked, findings } = checkFile(infrastructure, checking);
  const environments = checked.map((each) => ({
    address: each.environment.address,
    verdict: verdictOf(each),
    problems: each.findings.filter(({ bearing }) => bearing !== "none").flatMap(({ problems }) => problems),
  }));
  const all = [...checked.flatMap((each) => each.findings), ...findings];
  return ok({ verdict: all.length === 0 ? "nothing-to-check" : readinessOf(all), environments });
}
