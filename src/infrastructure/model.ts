/** What a file of infrastructure code says of MWAA environments and their keys. Both readers make it; nothing here knows a format. */
import type { KeyMetadata, Rotation } from "../key/facts.js";
import type { Problem } from "../problems/problem.js";
import type { Fact } from "../problems/result.js";
import type { Choose } from "./possibilities.js";

/** Where something stands. */
export interface SourceSpot {
  /** `file:line:column`; absent where the file has no lines that people wrote. */
  readonly at?: string;
  /** The resource's address, with the attribute: `aws_kms_key.airflow.policy`. */
  readonly address: string;
}

/** A key policy as the deployment will set it. */
export interface PlannedPolicy {
  readonly text: string;
  /** Where a part of it stands; `pointer` is into the text (RFC 6901). */
  readonly spotOf: (pointer: string) => SourceSpot;
}

/** A key as the deployment will leave it. */
export interface PlannedKey {
  readonly address: string;
  readonly spot: SourceSpot;
  /** Members that are not known are left out. */
  readonly metadata: KeyMetadata;
  /** Why a member is not known, by the check that asks for it. */
  readonly unknown: Readonly<Record<string, Problem>>;
  readonly policy: Fact<PlannedPolicy>;
  readonly rotation: Fact<Rotation>;
  /** Where what a check is about is set; else the key's own spot. */
  readonly spots: Readonly<Record<string, SourceSpot>>;
}

/** An environment with a key of its own. */
export interface Keyed {
  readonly is: "keyed";
  /** What MWAA gets as KmsKey. */
  readonly identifier: Fact<string>;
  /** Why the identifier is wrong, where that is certain though the identifier is not known. */
  readonly wrong?: Problem;
  /** Whether the identifier may be put together of the key's ID and other texts, though the key itself is certain. */
  readonly isPutTogether?: boolean;
  /** Whether an instance key alone says that this is the key: good enough for a no, and for no yes. */
  readonly likely?: boolean;
  /** Where the identifier stands. */
  readonly spot: SourceSpot;
  readonly region: string;
  readonly account: string;
  /** The environment's name; absent: any. */
  readonly environment?: string;
  /** Absent: the file does not have it. */
  readonly key?: PlannedKey;
  /** Why the key's account may be another than the environment's. */
  readonly otherAccount?: Problem;
  /** What to say of the order of the deployment and of who sets the policy. */
  readonly deployment: readonly Problem[];
  /** Texts that only stand for something, and what they stand for; the longest first. */
  readonly names: readonly (readonly [text: string, name: string])[];
}

/** What becomes of an environment. */
export type ReadOutcome =
  | Keyed
  /** It sets no key: MWAA's own is used. */
  | { readonly is: "own-key" }
  /** The deployment does not make it. */
  | { readonly is: "absent" };

/** An environment of the file. `decide` is asked for each way in which it may come out. */
export interface PlannedEnvironment {
  readonly address: string;
  readonly spot: SourceSpot;
  readonly decide: (choose: Choose) => ReadOutcome;
  /** What leaves a yes open whatever the checks say. */
  readonly open: readonly Problem[];
}

/** The language in which fixes are written. */
export type FixLanguage = "terraform" | "cloudformation" | "cloudformation-json" | "cdk";

/** All that a file, or several, say. */
export interface Infrastructure {
  readonly language: FixLanguage;
  readonly environments: readonly PlannedEnvironment[];
  /** The addresses of all keys that the deployment leaves, with their places. */
  readonly keys: readonly SourceSpot[];
  /** What may make environments that are not seen: the verdict is open. */
  readonly open: readonly Problem[];
  /** What is good to know. */
  readonly notes: readonly Problem[];
}
