/** S3, IAM, CloudWatch Logs and MWAA, whose clients few runs need: each is loaded when it is first asked. It asks nothing itself. */
import type { CallerIdentity } from "../key/facts.js";
import type { Fact } from "../problems/result.js";
import type { CallContext } from "./call.js";
import type { ClientConfig } from "./clients.js";
import type { Connection } from "./connection.js";
import type { Mwaa } from "./mwaa.js";
import type { AwsService } from "./settings.js";

/**
 * @param configOf what the client of a service is made with
 * @param caller who asks
 * @param maxAttempts of a call to MWAA; the SDK's clients have it in their configuration
 */
export function neighbours(
  line: CallContext,
  configOf: (service: AwsService) => ClientConfig,
  caller: () => Promise<Fact<CallerIdentity>>,
  maxAttempts: number,
): Pick<Connection, "bucket" | "executionRole" | "logGroups" | "environments" | "environment" | "close"> {
  const opened: Promise<{ destroy(): void }>[] = [];
  const lazily = <T extends { destroy(): void }>(open: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => {
      if (made === undefined) {
        made = open();
        opened.push(made);
      }
      return made;
    };
  };
  const s3 = lazily(async () => (await import("./s3.js")).openS3(line, configOf("s3")));
  const iam = lazily(async () => (await import("./iam.js")).openIam(line, configOf("iam"), caller));
  const logs = lazily(async () => (await import("./logs.js")).openLogs(line, configOf("cloudwatch_logs")));
  let mwaa: Promise<Mwaa> | undefined;
  const airflow = () => {
    mwaa ??= import("./mwaa.js").then(({ openMwaa }) => openMwaa(line, configOf("mwaa"), maxAttempts));
    return mwaa;
  };
  return {
    environments: async () => (await airflow()).environments(),
    environment: async (name) => (await airflow()).environment(name),
    bucket: async (name) => (await s3()).bucket(name),
    executionRole: async (arn) => (await iam()).executionRole(arn),
    logGroups: async (prefix) => (await logs()).logGroups(prefix),
    close: () => {
      for (const client of opened)
        void client.then(
          (made) => made.destroy(),
          () => undefined,
        );
    },
  };
}
