/** The statement as TypeScript for the AWS CDK: one addToResourcePolicy on a key that the stack owns. */
import { logsContextKey } from "../policy/logs-statement.js";
import type { Snippet } from "./snippet.js";

/** On an imported key addToResourcePolicy does nothing and says nothing, so the snippet says it. */
export function cdk({ statement, whole }: Snippet): string {
  const condition = { ArnLike: { [logsContextKey]: statement.Condition.ArnLike[logsContextKey] } };
  const add = [
    "// `key` must be created in this stack: on an imported key this call changes nothing.",
    "key.addToResourcePolicy(new iam.PolicyStatement({",
    `  sid: ${JSON.stringify(statement.Sid)},`,
    `  principals: [new iam.ServicePrincipal(${JSON.stringify(statement.Principal.Service)})],`,
    `  actions: ${JSON.stringify(statement.Action)},`,
    '  resources: ["*"],',
    `  conditions: ${JSON.stringify(condition)},`,
    "}));",
  ];
  const create = [
    'import * as iam from "aws-cdk-lib/aws-iam";',
    'import * as kms from "aws-cdk-lib/aws-kms";',
    "",
    'const key = new kms.Key(this, "AirflowKey", { description: "Amazon MWAA" });',
  ];
  return [...(whole ? create : []), ...add].join("\n");
}
