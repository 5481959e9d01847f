/** The question that is judged: CloudWatch Logs of one Region, using one key for the log groups of one environment. */
import { logGroupKinds, logGroupNames } from "../../choices.js";
import type { Partition } from "../../key/arn.js";
import { digit, literal, nameRun, type Text } from "./match.js";
import type { ServiceCaller } from "./principal.js";

/** The key that a policy belongs to. What is absent is not known. */
export interface KeyPlace {
  readonly partition: Partition;
  /** Empty where it is not known. */
  readonly region: string;
  readonly keyArn?: string;
  /** The account of the key; the key's ARN says it too. */
  readonly keyAccount?: string;
}

/** Who asks for what. What is absent is not known, and is judged for every value that it could have. */
export interface LogsRequest extends KeyPlace {
  /** The account of the environment, 12 digits: the log groups are there, whosever the key is. */
  readonly account?: string;
  readonly environment?: string;
  /** The log groups' names, where not all five are meant: MWAA creates one for each enabled log type. */
  readonly logGroups?: readonly string[];
  /** When the key will be used, ISO 8601: for conditions on the time. */
  readonly at?: string;
}

/** Stands in where no log group is concerned. */
export const anyGroup: LogGroup = { name: "", arn: { examples: [""] } };

/** A log group: how it is named in an answer, and its ARN as far as it is known. */
export interface LogGroup {
  readonly name: string;
  readonly arn: Text;
}

/** What a row of the context table needs to know to say how its keys appear. */
export interface LogsAsked {
  readonly request: LogsRequest;
  readonly operation: string;
  readonly group: LogGroup;
}

/** Each pair has no character in common, and the third is as long as a name can be: see Text. */
const exampleNames = ["a", "Q", "z0_-".repeat(20)];
const exampleAccounts = ["000000000000", "999999999999", "123456781234"];

/**
 * The log groups of the request's environment.
 *
 * @returns the five, or those that the request names; without an environment's name, those of any environment
 */
export function logGroupsOf(request: LogsRequest): readonly LogGroup[] {
  if (request.logGroups !== undefined || request.environment !== undefined) {
    const names = request.logGroups ?? logGroupNames(request.environment ?? "");
    return names.map((name) => ({ name, arn: arnOf(request, [name, name, name], literal(name)) }));
  }
  return logGroupKinds.map((kind) => ({
    name: `airflow-<environment>-${kind}`,
    arn: arnOf(
      request,
      exampleNames.map((name) => `airflow-${name}-${kind}`),
      [...literal("airflow-"), nameRun, ...literal(`-${kind}`)],
    ),
  }));
}

/** The ARN that CloudWatch Logs sends: the group's, without `:*` (CloudWatch Logs User Guide, encrypt-log-data-kms). */
function arnOf(request: LogsRequest, names: readonly string[], shape: readonly number[]): Text {
  const start = `arn:${request.partition.id}:logs:${request.region}:`;
  const examples = names.map(
    (name, index) => `${start}${request.account ?? exampleAccounts[index]}:log-group:${name}`,
  );
  const known = request.account !== undefined && !shape.includes(nameRun);
  if (known) return { examples: examples.slice(0, 1) };
  const account =
    request.account === undefined ? new Array<number>(12).fill(digit) : literal(request.account);
  return { examples, shape: [...literal(start), ...account, ...literal(":log-group:"), ...shape] };
}

/** The account of the request as a text: known, or any twelve digits. */
export function accountText(account: string | undefined): Text {
  if (account !== undefined) return { examples: [account] };
  return { examples: exampleAccounts, shape: new Array<number>(12).fill(digit) };
}

/** The account that owns the key, as far as the request says it. */
export function keyAccountOf(request: KeyPlace): string | undefined {
  return request.keyAccount ?? request.keyArn?.split(":")[4];
}

/** CloudWatch Logs of the Region as a caller: it calls in its own name. */
export function logsCaller(request: LogsRequest): ServiceCaller {
  const known = logsCallers.get(request) ?? {
    is: "service",
    names: callerNames(request),
    contested: globalNames.filter((name) => isGlobalName(name, request)),
    possible: request.partition.dnsSuffix === "amazonaws.com" ? [] : [`logs.${request.region}.amazonaws.com`],
  };
  logsCallers.set(request, known);
  return known;
}

const logsCallers = new WeakMap<LogsRequest, ServiceCaller>();
const globalNames = ["logs.amazonaws.com", "logs.amazonaws.com.cn"];

/**
 * Whether a name is that of CloudWatch Logs without a Region. It is contested: AWS's own MWAA samples use it, its documentation
 * says that the name is regional.
 */
export function isGlobalName(name: string, request: LogsRequest): boolean {
  return (
    name === "logs.amazonaws.com" || (request.partition.id === "aws-cn" && name === "logs.amazonaws.com.cn")
  );
}

/** The names that the Region's CloudWatch Logs may have in a request: in China AWS's sources disagree on the suffix. */
export function callerNames(request: LogsRequest): readonly string[] {
  const start = `logs.${request.region}.`;
  return request.partition.id === "aws-cn"
    ? [`${start}amazonaws.com.cn`, `${start}amazonaws.com`]
    : [`${start}${request.partition.dnsSuffix}`];
}
