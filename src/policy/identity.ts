/**
 * Who calls AWS, as an ARN of STS tells it, and whether a principal of a policy means him. It knows one account's
 * users, roles and root, and no services.
 */
import { readAccountPrincipal } from "./account-principal.js";
import type { Principals } from "./statement.js";
import { every, opposite, some, type Truth, truthOf } from "./truth.js";

/** A caller, or the root of an account, which stands for all who administer it by IAM policies. */
export interface Identity {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly is: "root" | "user" | "session" | "other";
  /** Of a session: the role's name. The path is not in the session's ARN. */
  readonly role?: string;
}

/**
 * Reads the ARN that `sts get-caller-identity` answers.
 *
 * @param arn `arn:<partition>:iam::<account>:user/…`, `…:root` or `arn:<partition>:sts::<account>:assumed-role/<role>/<session>`
 * @param account used where the text is no ARN
 */
export function readIdentity(arn: string, account: string): Identity {
  const [, partition = "aws", service = "", own = account, name = ""] =
    /^arn:([^:]+):(iam|sts)::(\d{12}):(.+)$/.exec(arn) ?? [];
  const who = { arn, partition, account: own };
  if (service === "iam" && name === "root") return { ...who, is: "root" };
  if (service === "iam" && name.startsWith("user/")) return { ...who, is: "user" };
  const [kind, role, session] = name.split("/");
  if (kind === "assumed-role" && role !== undefined && session !== undefined) {
    return { ...who, is: "session", role };
  }
  return { ...who, is: "other" };
}

/**
 * Whether Principal or NotPrincipal means the identity.
 *
 * An account's root means all of the account: in an Allow it hands the decision to their IAM policies, in a Deny it
 * binds them all. NotPrincipal spares a caller for certain only where the account, and all that he is, are listed.
 *
 * @returns unknown where a role's path, or another kind of principal, decides
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html)
 */
export function meansIdentity(principals: Principals | undefined, who: Identity): Truth {
  if (principals === undefined) return "no";
  if (principals.everyone) return truthOf(!principals.not);
  const listed = some(principals.entries.map((entry) => entryMeans(entry.kind, entry.value, who)));
  if (!principals.not) return listed;
  if (listed !== "yes") return opposite(listed);
  const isListed = (means: (value: string) => boolean) =>
    truthOf(principals.entries.some(({ kind, value }) => kind === "AWS" && means(value)));
  const isSpared = every([
    isListed((value) => meansAccount(value, who) === "yes"),
    who.is === "root" ? "yes" : isListed((value) => value === who.arn),
    who.role === undefined ? "yes" : isListed((value) => roleMeans(value, who) === "yes"),
  ]);
  return isSpared === "yes" ? "no" : "unknown";
}

function entryMeans(kind: Principals["entries"][number]["kind"], value: string, who: Identity): Truth {
  // A session that began with an identity provider may also go by the provider's name.
  if (kind === "Federated") return who.is === "session" || who.is === "other" ? "unknown" : "no";
  if (kind !== "AWS") return "no";
  if (value === "*") return "yes";
  if (value === who.arn) return "yes";
  return some([meansAccount(value, who), roleMeans(value, who), who.is === "other" ? "unknown" : "no"]);
}

function meansAccount(value: string, who: Identity): Truth {
  const found = readAccountPrincipal(value);
  return truthOf(
    found?.account === who.account && (found.partition === undefined || found.partition === who.partition),
  );
}

/** Role names are unique in an account whatever their path is; but the path of the caller's role is not seen. */
function roleMeans(value: string, who: Identity): Truth {
  const start = `arn:${who.partition}:iam::${who.account}:role/`;
  if (who.role === undefined || !value.startsWith(start)) return "no";
  const path = value.slice(start.length).split("/");
  if (path.at(-1)?.toLowerCase() !== who.role.toLowerCase()) return "no";
  return path.length === 1 ? "yes" : "unknown";
}
