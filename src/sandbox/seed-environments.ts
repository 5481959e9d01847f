/** The MWAA environments that a new sandbox holds, and the grants on their keys. Knows no policy. */
import type { Home, JsonObject, StoredEnvironment, StoredGrant } from "./model.js";
import { environmentArn, mwaaGrants, otherGrants, rdsGrants } from "./mwaa-grants.js";
import { logGroupArn, partitionOf } from "./names.js";
import { made } from "./seed-day.js";

/** Grants by the number of the key: `four-grants` and those after it. */
export function seedGrants(home: Home): Readonly<Record<string, StoredGrant[]>> {
  const { account, region } = home;
  const of = (key: string, name: string) => ({ name, region, account, key, made });
  return {
    "0e": [...mwaaGrants(of("0e", "demo")), ...rdsGrants(of("0e", "demo"))],
    "0f": mwaaGrants(of("0f", "demo")).slice(0, 3),
    "10": [...mwaaGrants(of("10", "analytics"), "service-principal"), ...rdsGrants(of("10", "analytics"))],
    "11": [
      ...["etl", "etl2", "retired"].flatMap((name) => [
        ...mwaaGrants(of("11", name)),
        ...rdsGrants(of("11", name)),
      ]),
      ...otherGrants(of("11", "etl")),
    ],
    "12": [...mwaaGrants(of("12", "creating")), ...rdsGrants(of("12", "creating"))],
  };
}

/**
 * Environments by ARN. `retired` is not among them: its grants were left.
 * @param keyOf the ARN of a key by its number
 * @param ready when `creating` is made, in epoch milliseconds
 */
export function seedEnvironments(
  home: Home,
  keyOf: (number: string) => string,
  ready: number,
): Record<string, StoredEnvironment> {
  const { account, region } = home;
  const stored = (name: string, key: string | undefined, Status = "AVAILABLE"): StoredEnvironment => ({
    name,
    region,
    account,
    shown: environmentMembers(home, name, key, Status),
  });
  const creating = stored("creating", keyOf("12"), "CREATING");
  const all = [
    stored("demo", keyOf("0e")),
    stored("analytics", keyOf("10")),
    stored("etl", keyOf("11")),
    stored("etl2", keyOf("11")),
    stored("plain", undefined),
    { ...creating, until: { time: ready, shown: { ...creating.shown, Status: "AVAILABLE" } } },
  ];
  return Object.fromEntries(all.map((one) => [environmentArn(one), one]));
}

/** The members of GetEnvironment's answer that every environment has; an environment without a key has no KmsKey. */
function environmentMembers(
  { account, region }: Home,
  name: string,
  key: string | undefined,
  Status: string,
): JsonObject {
  const partition = partitionOf(region);
  const logs = (kind: string) => ({
    CloudWatchLogGroupArn: logGroupArn(region, account, `airflow-${name}-${kind}`),
    Enabled: true,
    LogLevel: "INFO",
  });
  return {
    AirflowConfigurationOptions: {},
    AirflowVersion: "2.10.3",
    Arn: environmentArn({ name, region, account }),
    CreatedAt: made,
    DagS3Path: "dags",
    EndpointManagement: "SERVICE",
    EnvironmentClass: "mw1.small",
    ExecutionRoleArn: `arn:${partition}:iam::${account}:role/demo-execution`,
    ...(key === undefined ? {} : { KmsKey: key }),
    LastUpdate: { CreatedAt: made, Status: Status === "AVAILABLE" ? "SUCCESS" : "PENDING" },
    LoggingConfiguration: {
      DagProcessingLogs: logs("DAGProcessing"),
      SchedulerLogs: logs("Scheduler"),
      TaskLogs: logs("Task"),
      WebserverLogs: logs("WebServer"),
      WorkerLogs: logs("Worker"),
    },
    MaxWorkers: 10,
    MinWorkers: 1,
    Name: name,
    NetworkConfiguration: {
      SecurityGroupIds: ["sg-5eed0000"],
      SubnetIds: ["subnet-5eed0001", "subnet-5eed0002"],
    },
    Schedulers: 2,
    SourceBucketArn: `arn:${partition}:s3:::demo-dags`,
    Status,
    Tags: {},
    WebserverAccessMode: "PRIVATE_ONLY",
    WeeklyMaintenanceWindowStart: "MON:03:30",
  };
}
