/** How a principal appears in `aws:PrincipalArn` and `aws:userid`, as far as it is known. */

import { literal, pathRun, type Text, textOf } from "./match.js";
import type { PrincipalCaller } from "./principal.js";

/** So different from each other that a pattern which matches all of them matches every path and name. */
const names = ["a", "Q/", "/z0_-".repeat(20)];

/**
 * `aws:PrincipalArn`: of a session the role's ARN, whose path the session's ARN does not show.
 *
 * @returns undefined where nothing is known
 */
export function principalText({
  kind,
  arn,
  role,
  roleArn,
  partition,
  account,
}: PrincipalCaller): Text | undefined {
  if (account === undefined || kind === "other") return undefined;
  const iam = `arn:${partition}:iam::${account}:`;
  if (kind === "root") return textOf(`${iam}root`);
  if (kind === "session") {
    if (roleArn !== undefined) return textOf(roleArn);
    return role === undefined ? unlisted(`${iam}role/`) : withPath(`${iam}role/`, role);
  }
  if (arn !== undefined) return textOf(arn);
  return kind === "user"
    ? unlisted(`${iam}user/`)
    : unlisted(`arn:${partition}:sts::${account}:federated-user/`);
}

/** `aws:userid`: of a session `<unique ID of the role>:<session name>`, which no ARN shows. */
export function userIdText({ kind, arn, userId, account, role }: PrincipalCaller): Text | undefined {
  if (userId !== undefined) return textOf(userId);
  if (account === undefined || kind === "other" || kind === "federated") return undefined;
  if (kind === "root") return textOf(account);
  // Of a principal that the policy does not name, the ID is not named either.
  if (kind === "session" && role === undefined) return unlisted("AROA");
  return kind === "user" && arn === undefined ? unlisted("AIDA") : undefined;
}

function unlisted(start: string): Text {
  return {
    examples: names.map((name) => start + name),
    shape: [...literal(start), pathRun],
    unlisted: true,
  };
}

function withPath(start: string, name: string): Text {
  const paths = ["", "a/", "Q/z0_-/"];
  return {
    examples: paths.map((path) => start + path + name),
    shape: [...literal(start), pathRun, ...literal(name)],
  };
}
