/** Requests, and what a policy says of them: a second reading of IAM's rules, made for tests, and slow. It shares no code with src/. */
import type { Members } from "./difference-policy.js";

export type Truth = boolean | undefined;

export interface Request {
  readonly caller: {
    readonly kind: "aws" | "service";
    readonly name: string;
    readonly account?: string;
    readonly trusted: boolean;
  };
  /** `kms:Decrypt`. */
  readonly action: string;
  /** By the key's name in lower case; a key that is not there is absent from the request. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

type Value = string | readonly string[];

/** Undefined where AWS does not say it. */
export function isAllowed(statements: readonly Members[], request: Request): Truth {
  const of = (effect: string) =>
    any(statements.filter((each) => each["Effect"] === effect).map((each) => applies(each, request)));
  const [allowed, denied] = [of("Allow"), of("Deny")];
  if (allowed === false || denied === true) return false;
  return allowed === true && denied === false ? true : undefined;
}

function applies(statement: Members, request: Request): Truth {
  const { Principal, NotPrincipal, Action, NotAction, Resource, Condition } = statement as Record<
    string,
    Value
  >;
  const not = (truth: Truth) => (truth === undefined ? undefined : !truth);
  const action = (value: Value) =>
    list(value).some((each) => like(each.toLowerCase(), request.action.toLowerCase()));
  return all([
    NotPrincipal === undefined
      ? isMeant(Principal as never, request, statement["Effect"] === "Deny")
      : isListed(NotPrincipal as never, request),
    NotAction === undefined ? action(Action ?? []) : not(action(NotAction)),
    Resource === "*" || (Array.isArray(Resource) && Resource.includes("*")),
    ...Object.entries((Condition ?? {}) as Record<string, Record<string, Value>>).flatMap(
      ([operator, keys]) =>
        Object.entries(keys).map(([key, value]) =>
          holds(operator, list(value), request.context[key.toLowerCase()]),
        ),
    ),
  ]);
}

function isMeant(principal: "*" | Record<string, Value>, { caller }: Request, isDeny: boolean): Truth {
  if (principal === "*") return true;
  return any(
    Object.entries(principal).flatMap(([kind, value]) =>
      list(value).map((name): Truth => {
        if (kind === "Service") return caller.kind === "service" && caller.name === name;
        if (name === "*") return caller.kind === "aws" ? true : undefined;
        if (caller.kind === "service") return false;
        const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
        if (account === undefined) return caller.name === name;
        if (account !== caller.account) return false;
        if (caller.name.endsWith(":root")) return true;
        return isDeny ? undefined : caller.trusted;
      }),
    ),
  );
}

function isListed(principal: "*" | Record<string, Value>, request: Request): Truth {
  const meant = isMeant(principal, request, true);
  if (request.caller.kind === "service") return meant === undefined ? undefined : !meant;
  // AWS wants an account beside its users and roles: of one that is listed with the other not, nothing is said.
  if (meant === false) return true;
  const { name, account } = request.caller;
  const lists = (text: string) => principal !== "*" && list(principal["AWS"] ?? []).includes(text);
  const isWhole = lists(name) && lists(`arn:aws:iam::${account}:root`) && name.includes(":user/");
  return meant && (name.endsWith(":root") || isWhole) ? false : undefined;
}

function holds(operator: string, values: readonly string[], found: readonly string[] | undefined): Truth {
  const [, set, name = "", ifExists] = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  if (name === "Null") return values.includes(String(found === undefined));
  const negated = name.includes("Not");
  if (found === undefined)
    return ifExists !== undefined || set === "ForAllValues:" || (negated && set === undefined);
  const one = (value: string) =>
    values.some((each) => compare(name.replace("Not", ""), each, value)) !== negated;
  if (set === "ForAllValues:") return found.every(one);
  if (set === "ForAnyValue:") return found.some(one);
  return found.length === 1 ? one(found[0] ?? "") : undefined;
}

function compare(name: string, wanted: string, value: string): boolean {
  switch (name) {
    case "StringEquals":
      return wanted === value;
    case "StringEqualsIgnoreCase":
    case "Bool":
      return wanted.toLowerCase() === value.toLowerCase();
    case "StringLike":
      return like(wanted, value);
    case "ArnLike":
    case "ArnEquals": {
      const [parts, others] = [sixParts(wanted), sixParts(value)];
      return others.length === 6 && parts.every((part, at) => like(part, others[at] ?? ""));
    }
    case "NumericLessThan":
      return Number(value) < Number(wanted);
    case "NumericGreaterThanEquals":
      return Number(value) >= Number(wanted);
    case "IpAddress":
      return inRange(value, wanted);
    default:
      throw new Error(`no test knows ${name}`);
  }
}

function inRange(address: string, range: string): boolean {
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const [from = "", bits = "32"] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(from) / size);
}

function sixParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function like(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

function list(value: Value): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}
