/** Principal and NotPrincipal. Pages: reference_policies_elements_principal.html, …_notprincipal.html, kms key-policy-overview.html. */
import { isRecord } from "./condition.js";
import { accountOf, type By, type Caller, sessionArnOf } from "./request.js";
import { every, not, some, type Truth, undecided } from "./truth.js";

interface Named {
  readonly kind: string;
  readonly text: string;
}

const form = undecided("a principal that has not the form of the grammar");

/** Whether the element names the caller itself ("principal"), or the account that it belongs to ("account"). */
export function namesCaller(element: unknown, caller: Caller, by: By): Truth {
  const links = by === "account" ? [accountLink(caller)] : ownLinks(caller);
  const all = namesIn(element);
  return all === undefined
    ? form
    : some(all, (named) => isAll(named, by) || some(links, (link) => link(named)));
}

/**
 * A Deny with NotPrincipal: denied are all but those that are named with their whole chain of account, role and session,
 * and everyone with a permissions boundary. Where a part of the chain is missing, they "might" be denied.
 */
export function isOutsideNotPrincipal(element: unknown, caller: Caller): Truth {
  const all = namesIn(element);
  if (all === undefined) return form;
  if ((caller.type === "role" || caller.type === "user") && caller.boundary === true) return true;
  if (all.some((named) => isAll(named, "principal"))) return false;
  const chain =
    caller.type === "role" || caller.type === "user"
      ? [...ownLinks(caller), accountLink(caller)]
      : ownLinks(caller);
  const isNamed = (link: Link) => some(all, link);
  const none = not(some(chain, isNamed));
  if (none !== false) return none;
  return every(chain, isNamed) === true
    ? false
    : undecided("NotPrincipal with a part of the caller's account, role and session");
}

/** "You can use a wildcard (*) to specify all principals", services among them; "*" and {"AWS": "*"} behave identically. */
const isAll = ({ kind, text }: Named, by: By) => by === "principal" && kind === "AWS" && text === "*";

type Link = (named: Named) => Truth;

/** A role's session is itself and its role; "you authenticate as one principal at a time". */
function ownLinks(caller: Caller): readonly Link[] {
  switch (caller.type) {
    case "service":
      return [
        (named) => known(named, () => named.kind === "Service" && matchesService(named.text, caller.name)),
      ];
    case "root":
      return [accountLink(caller)];
    case "user":
      return [arnLink(caller.arn, "case sensitive")];
    case "role":
      return [arnLink(sessionArnOf(caller) ?? ""), arnLink(caller.arn)];
  }
}

/** "You cannot use a wildcard to match part of a principal name or ARN": the text is compared as it is. */
function arnLink(arn: string, letters?: "case sensitive"): Link {
  return (named) =>
    known(named, () => {
      if (named.kind !== "AWS" || named.text.toLowerCase() !== arn.toLowerCase()) return false;
      if (named.text === arn) return true;
      // "In a Principal element, the user name part of the ARN is case sensitive": of roles nothing is said.
      return letters === "case sensitive" ? false : undecided("the case of a role's name");
    });
}

/** "The account ARN and the shortened account ID behave the same way. Both delegate permissions to the account." */
function accountLink(caller: Caller): Link {
  const account = accountOf(caller);
  const partition = caller.type === "role" || caller.type === "user" ? caller.arn.split(":")[1] : "aws";
  return (named) =>
    known(
      named,
      () =>
        account !== undefined &&
        named.kind === "AWS" &&
        (named.text === account || named.text === `arn:${partition}:iam::${account}:root`),
    );
}

/** Only names of a form that the pages have are compared; KMS does not accept the others. */
function known({ kind, text }: Named, compare: () => Truth): Truth {
  if (kind === "Federated") return false; // No caller of the oracle is a web identity or SAML session.
  if (kind === "Service") {
    return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/i.test(text)
      ? compare()
      : undecided(`the service principal ${JSON.stringify(text)}`);
  }
  const isName =
    kind === "AWS" &&
    (text === "*" ||
      /^\d{12}$/.test(text) ||
      // The id of a user or role that was deleted: "The policy no longer applies, even if you recreate the user."
      /^A[A-Z0-9]{15,127}$/.test(text) ||
      /^arn:[a-z-]+:iam::[^:]+:(root|(role|user)\/[^:]+)$/.test(text) ||
      /^arn:[a-z-]+:sts::[^:]+:(assumed-role\/[^/:]+\/[^/:]+|federated-user\/[^:]+)$/.test(text));
  return isName ? compare() : undecided(`the principal ${JSON.stringify(text)}`);
}

function matchesService(text: string, name: string): Truth {
  if (text === name) return true;
  const plain = (one: string) => one.toLowerCase().replace(/\.cn$/, "");
  const isOtherForm = plain(text) === plain(name) || plain(text) === `${name.split(".")[0]}.amazonaws.com`;
  return isOtherForm ? undecided("another form of the service's name") : false;
}

function namesIn(element: unknown): readonly Named[] | undefined {
  if (element === "*") return [{ kind: "AWS", text: "*" }];
  if (!isRecord(element)) return undefined;
  const all: Named[] = [];
  for (const [kind, value] of Object.entries(element)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length === 0) return undefined;
    for (const text of list) {
      if (typeof text !== "string") return undefined;
      all.push({ kind, text });
    }
  }
  return all.length === 0 ? undefined : all;
}
