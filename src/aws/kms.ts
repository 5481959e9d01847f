/** The calls to KMS that read: key, policy, grants, tags. It judges nothing of what they answer. */

import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  type KMSClient,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { Grant } from "../grants/expected.js";
import type { CallerIdentity, KeyMetadata, Rotation } from "../key/facts.js";
import { longestPolicy } from "../policy/document/document.js";
import { problem } from "../problems/problem.js";
import { type Fact, known, unknown } from "../problems/result.js";
import { callerAnswer, grantsAnswer, keyAnswer, policyAnswer, tagsAnswer } from "./answers.js";
import { type CallContext, call } from "./call.js";
import { otherKey } from "./same-key.js";
import { rotationAnswer } from "./service-answers.js";

/** The quota of grants on a key: https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const mostGrants = 50_000;
const mostPages = 1_000;
const pageSize = 100;

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
export async function describeKey(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
): Promise<Fact<KeyMetadata>> {
  const fact = await call(line, "kms:DescribeKey", KeyId, keyAnswer, (abortSignal) =>
    client.send(new DescribeKeyCommand({ KeyId }), { abortSignal }),
  );
  if (!fact.known) return fact;
  const { KeyMetadata } = fact.value;
  const other = otherKey(KeyId, KeyMetadata);
  return other === undefined
    ? known(KeyMetadata)
    : unknown(problem("aws/other-key", { action: "kms:DescribeKey", asked: KeyId, ...other }));
}

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html. The policy's name is optional to KMS, but not to
 * some servers that stand in for it.
 *
 * @returns the text as it came; one that is longer than a policy can be is refused
 */
export async function getKeyPolicy(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
): Promise<Fact<string>> {
  const fact = await call(line, "kms:GetKeyPolicy", KeyId, policyAnswer, (abortSignal) =>
    client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }), { abortSignal }),
  );
  if (!fact.known) return fact;
  const characters = fact.value.Policy.length;
  return characters > longestPolicy
    ? unknown(problem("policy/too-long", { characters, limit: longestPolicy }))
    : known(fact.value.Policy);
}

/**
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html. A page may hold fewer than was asked for; only
 * `Truncated` says whether there are more.
 *
 * @returns the grants of all pages, or a problem: never a part of them
 */
export async function listGrants(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
): Promise<Fact<readonly Grant[]>> {
  const action = "kms:ListGrants";
  const grants: Grant[] = [];
  const markers = new Set<string>();
  let Marker: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const input = { KeyId, Limit: pageSize, ...(Marker === undefined ? {} : { Marker }) };
    const fact = await call(line, action, KeyId, grantsAnswer, (abortSignal) =>
      client.send(new ListGrantsCommand(input), { abortSignal }),
    );
    if (!fact.known) return fact;
    const other = fact.value.Grants.flatMap((grant) => otherKey(KeyId, grant) ?? [])[0];
    if (other !== undefined) return unknown(problem("aws/other-key", { action, asked: KeyId, ...other }));
    grants.push(...fact.value.Grants);
    if (grants.length > mostGrants) break;
    if (!fact.value.Truncated) return known(grants);
    Marker = fact.value.NextMarker;
    if (Marker === undefined || markers.has(Marker)) {
      const found =
        Marker === undefined ? "there are more pages, but no marker" : "a page's marker came twice";
      return unknown(problem("aws/answer", { action, found }));
    }
    markers.add(Marker);
  }
  return unknown(problem("aws/too-many-grants", { limit: mostGrants }));
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
export async function listResourceTags(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
): Promise<Fact<Readonly<Record<string, string>>>> {
  return call(line, "kms:ListResourceTags", KeyId, tagsAnswer, (abortSignal) =>
    client.send(new ListResourceTagsCommand({ KeyId, Limit: 50 }), { abortSignal }),
  );
}

/** @returns unknown (`aws/unsupported`) for keys that KMS never rotates by itself: asymmetric, HMAC, imported material */
export function getKeyRotationStatus(
  line: CallContext,
  client: KMSClient,
  KeyId: string,
): Promise<Fact<Rotation>> {
  return call(line, "kms:GetKeyRotationStatus", KeyId, rotationAnswer, (abortSignal) =>
    client.send(new GetKeyRotationStatusCommand({ KeyId }), { abortSignal }),
  );
}

/** @returns who calls; needs no permission, so a refusal means that the credentials themselves are wrong */
export function getCallerIdentity(line: CallContext, client: STSClient): Promise<Fact<CallerIdentity>> {
  return call(line, "sts:GetCallerIdentity", "*", callerAnswer, (abortSignal) =>
    client.send(new GetCallerIdentityCommand({}), { abortSignal }),
  );
}
