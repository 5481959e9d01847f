/** The call to CloudWatch Logs: which log groups are there already. It judges none. Loaded when first asked for. */
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ExistingLogGroup } from "../key/facts.js";
import { type Fact, known } from "../problems/result.js";
import { allPages } from "./all-pages.js";
import { type CallContext, call } from "./call.js";
import type { ClientConfig } from "./clients.js";
import { logGroupsAnswer } from "./service-answers.js";

export interface Logs {
  logGroups(prefix: string): Promise<Fact<readonly ExistingLogGroup[]>>;
  destroy(): void;
}

/** An environment has five; others whose names begin alike are in the answer too. */
const mostGroups = 1_000;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export function openLogs(line: CallContext, config: ClientConfig): Logs {
  const client = new CloudWatchLogsClient(config);
  const action = "logs:DescribeLogGroups";
  return {
    logGroups: (logGroupNamePrefix) =>
      allPages(action, mostGroups, async (nextToken) => {
        const input = { logGroupNamePrefix, limit: 50, ...(nextToken === undefined ? {} : { nextToken }) };
        const fact = await call(line, action, `${logGroupNamePrefix}*`, logGroupsAnswer, (abortSignal) =>
          client.send(new DescribeLogGroupsCommand(input), { abortSignal }),
        );
        if (!fact.known) return fact;
        const { logGroups, nextToken: next } = fact.value;
        return known({ items: logGroups, more: next !== undefined, next });
      }),
    destroy: () => client.destroy(),
  };
}
