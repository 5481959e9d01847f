/**
 * MWAA's environments: made, listed, shown and deleted, with the grants and log groups that come and go with them.
 * https://docs.aws.amazon.com/mwaa/latest/API/API_Operations.html
 */
import { whyNotAuthorised } from "./authorise.js";
import { askedOf, policyInForce, requireIdentityAccess } from "./kms-access.js";
import { requireState } from "./kms-state.js";
import { letsLogsIn } from "./logs-key.js";
import { creatingGrants } from "./manners.js";
import { isRefusal, optionalText, page, refuse, requiredText, structure, wholeNumber } from "./members.js";
import type { Call, JsonObject, SandboxOperation, StoredEnvironment, StoredKey } from "./model.js";
import { environmentArn, mwaaGrants, rdsGrants } from "./mwaa-grants.js";
import { accountOf, keyArn, logGroupArn } from "./names.js";

const listEnvironments: SandboxOperation = (call) => {
  requireIdentityAccess(call, "airflow:ListEnvironments", environmentsOf(call, "*"));
  const limit = wholeNumber(call.body, "MaxResults", { min: 1, max: 25, otherwise: 25 });
  const names = Object.values(call.state.environments)
    .filter(({ region, account }) => region === call.region && account === call.account)
    .filter((environment) => shownNow(call, environment) !== undefined)
    .map(({ name }) => name)
    .sort();
  // An empty token is the model's way to begin.
  const { items, rest } = page(names, limit, optionalText(call.body, "NextToken") || undefined);
  return { Environments: items, ...(rest.Truncated ? { NextToken: rest.NextMarker } : {}) };
};

const getEnvironment: SandboxOperation = (call) => ({ Environment: environmentFor(call).shown });

const logKinds = {
  DagProcessingLogs: "DAGProcessing",
  SchedulerLogs: "Scheduler",
  TaskLogs: "Task",
  WebserverLogs: "WebServer",
  WorkerLogs: "Worker",
};

const createEnvironment: SandboxOperation = (call) => {
  const { state, body, region, account, now, manners } = call;
  const name = requiredText(body, "Name");
  const arn = environmentsOf(call, name);
  requireIdentityAccess(call, "airflow:CreateEnvironment", arn);
  const known = Object.hasOwn(state.environments, arn) ? state.environments[arn] : undefined;
  if (known !== undefined && shownNow(call, known) !== undefined) {
    refuse("ValidationException", `Environment ${name} already exists.`);
  }
  const key = keyOfEnvironment(call);
  const time = now.getTime();
  const made = time / 1000;
  const groups = Object.values(logKinds).map((kind) => `airflow-${name}-${kind}`);
  const isLogged =
    key === undefined || groups.every((group) => letsLogsIn(call, key, logGroupArn(region, account, group)));
  const shown = (Status: string, error?: JsonObject): JsonObject => ({
    ...environmentMembers(call, made),
    ...(key === undefined ? {} : { KmsKey: key.Arn }),
    Status,
    LastUpdate: {
      CreatedAt: made,
      Status: Status === "CREATING" ? "PENDING" : error === undefined ? "SUCCESS" : "FAILED",
      ...(error === undefined ? {} : { Error: error }),
    },
  });
  const outcome = isLogged ? shown("AVAILABLE") : shown("CREATE_FAILED", misconfigured);
  state.environments[arn] = {
    name,
    region,
    account,
    shown: shown("CREATING"),
    until: { time: time + manners.creationMs, shown: outcome },
  };
  if (key !== undefined) {
    const environment = { name, region, account, key: `${key.Arn}/${time}`, made };
    const grants = [...mwaaGrants(environment, manners.grantShape), ...rdsGrants(environment)];
    key.Grants.push(...grants);
    creatingGrants(key, grants, now, manners);
  }
  if (!isLogged) return { Arn: arn };
  for (const group of groups) {
    state.logGroups[logGroupArn(region, account, group)] ??= {
      name: group,
      region,
      account,
      creationTime: time,
      logGroupClass: "STANDARD",
      ...(key === undefined ? {} : { kmsKeyId: key.Arn }),
    };
  }
  return { Arn: arn };
};

/** The words that a failed creation showed in field reports: they do not name the key. */
const misconfigured = {
  ErrorCode: "INCORRECT_CONFIGURATION",
  ErrorMessage:
    "You may need to check the execution role permissions policy for your environment, and that each of the VPC networking components required by the environment are configured to allow traffic. Troubleshooting: https://docs.aws.amazon.com/mwaa/latest/userguide/troubleshooting.html",
};

/** Its log groups stay, as field reports have it; the grants that carry its name are retired. */
const deleteEnvironment: SandboxOperation = (call) => {
  const { stored, shown } = environmentFor(call);
  stored.shown = { ...shown, Status: "DELETING" };
  stored.until = { time: call.now.getTime() + call.manners.creationMs, gone: true };
  const key = call.state.keys[String(shown["KmsKey"])];
  if (key === undefined) return {};
  const names = new Set(mwaaGrants({ ...stored, key: "", made: 0 }).map((grant) => grant.Name));
  key.Grants = key.Grants.filter(({ Name }) => Name === undefined || !names.has(Name));
  return {};
};

/**
 * The key of a request: a key id or a key ARN. "Alias: No", "multi-Region key: No" (the guide's table of keys), and the
 * creator needs CreateGrant on it. Assumption: codes and sentences; the creator's call is forwarded, as a service's are.
 */
function keyOfEnvironment(call: Call): StoredKey | undefined {
  const named = optionalText(call.body, "KmsKey");
  if (named === undefined) return undefined;
  if (named.includes("alias/")) refuse("ValidationException", `KmsKey is an alias: ${named}`);
  const arn = named.startsWith("arn:")
    ? named
    : keyArn(call.region, call.account, named.replace(/^key\//, ""));
  const key = Object.hasOwn(call.state.keys, arn) ? call.state.keys[arn] : undefined;
  if (key === undefined) return refuse("ValidationException", `The KMS key ${arn} cannot be used.`);
  const service = `airflow.${call.region}.amazonaws.com`;
  const asked = askedOf(
    call,
    key,
    {
      "kms:ViaService": service,
      "aws:ViaAWSService": "true",
      "aws:CalledVia": ["airflow.amazonaws.com"],
      "kms:GrantIsForAWSResource": "true",
      "kms:GranteePrincipal": service,
      "kms:RetiringPrincipal": service,
      "kms:GrantOperations": mwaaGrants({ ...call, name: "", key: "", made: 0 })[0]?.Operations,
    },
    "kms:CreateGrant",
  );
  const why = whyNotAuthorised(asked, {
    identity: call.caller.identityPolicy,
    resource: JSON.parse(policyInForce(call, key)),
    owner: accountOf(key.Arn),
    ...(call.caller.sessionPolicies === undefined ? {} : { session: call.caller.sessionPolicies }),
  });
  if (why !== undefined) {
    refuse(
      "AccessDeniedException",
      `User: ${call.caller.arn} is not authorized to perform: kms:CreateGrant on resource: ${key.Arn} ${why}`,
    );
  }
  requireUsable(key);
  return key;
}

function requireUsable(key: StoredKey): void {
  try {
    requireState(key, "CreateGrant");
  } catch (error) {
    refuse("ValidationException", isRefusal(error) ? error.text : String(error));
  }
  if (key.KeySpec !== "SYMMETRIC_DEFAULT" || key.MultiRegionKeyType !== undefined) {
    refuse("ValidationException", `The KMS key ${key.Arn} is not a symmetric key of one Region.`);
  }
}

/** What GetEnvironment shows of every environment, from what was asked for. */
function environmentMembers(call: Call, made: number): JsonObject {
  const { body, region, account } = call;
  const name = requiredText(body, "Name");
  const logging = Object.entries(logKinds).map(([member, kind]) => {
    const { Enabled, LogLevel } = structure(structure(body["LoggingConfiguration"])[member]);
    const CloudWatchLogGroupArn = logGroupArn(region, account, `airflow-${name}-${kind}`);
    return [member, { CloudWatchLogGroupArn, Enabled: Enabled ?? false, LogLevel: LogLevel ?? "INFO" }];
  });
  return {
    AirflowConfigurationOptions: body["AirflowConfigurationOptions"] ?? {},
    AirflowVersion: body["AirflowVersion"] ?? "2.10.3",
    Arn: environmentsOf(call, name),
    CreatedAt: made,
    DagS3Path: body["DagS3Path"],
    EndpointManagement: body["EndpointManagement"] ?? "SERVICE",
    EnvironmentClass: body["EnvironmentClass"] ?? "mw1.small",
    ExecutionRoleArn: body["ExecutionRoleArn"],
    LoggingConfiguration: Object.fromEntries(logging),
    MaxWorkers: body["MaxWorkers"] ?? 10,
    MinWorkers: body["MinWorkers"] ?? 1,
    Name: name,
    NetworkConfiguration: body["NetworkConfiguration"],
    Schedulers: body["Schedulers"] ?? 2,
    SourceBucketArn: body["SourceBucketArn"],
    Tags: body["Tags"] ?? {},
    WebserverAccessMode: body["WebserverAccessMode"] ?? "PRIVATE_ONLY",
    WeeklyMaintenanceWindowStart: body["WeeklyMaintenanceWindowStart"] ?? "MON:03:30",
  };
}

function environmentsOf({ region, account }: Pick<Call, "region" | "account">, name: string): string {
  return environmentArn({ name, region, account });
}

/** What is shown of it by now; undefined where it is gone. */
function shownNow({ now }: Pick<Call, "now">, { shown, until }: StoredEnvironment): JsonObject | undefined {
  if (until === undefined || now.getTime() < until.time) return shown;
  return "gone" in until ? undefined : until.shown;
}

function environmentFor(call: Call): { stored: StoredEnvironment; shown: JsonObject } {
  const name = requiredText(call.body, "Name");
  const arn = environmentsOf(call, name);
  requireIdentityAccess(call, `airflow:${call.operation}`, arn);
  const { environments } = call.state;
  const stored = Object.hasOwn(environments, arn) ? environments[arn] : undefined;
  const shown = stored === undefined ? undefined : shownNow(call, stored);
  if (stored === undefined || shown === undefined) {
    // Assumption: the sentence; code and status are the API model's.
    return refuse("ResourceNotFoundException", `Unable to find environment ${name}.`, 404);
  }
  return { stored, shown };
}

export const airflowOperations: Readonly<Record<string, SandboxOperation>> = {
  CreateEnvironment: createEnvironment,
  DeleteEnvironment: deleteEnvironment,
  GetEnvironment: getEnvironment,
  ListEnvironments: listEnvironments,
};
