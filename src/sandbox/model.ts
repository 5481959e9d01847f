/** The shapes that the sandbox keeps and passes on: plain data, no behaviour. Knows nothing of HTTP. */

export type JsonObject = Readonly<Record<string, unknown>>;

export interface StoredGrant {
  GrantId: string;
  Name?: string;
  CreationDate: number;
  GranteePrincipal?: string;
  RetiringPrincipal?: string;
  GranteeServicePrincipal?: string;
  RetiringServicePrincipal?: string;
  IssuingAccount: string;
  Operations: string[];
  Constraints?: GrantConstraints;
}

export interface GrantConstraints {
  EncryptionContextSubset?: Readonly<Record<string, string>>;
  EncryptionContextEquals?: Readonly<Record<string, string>>;
  SourceArn?: string;
}

export type KeyState =
  | "Creating"
  | "Enabled"
  | "Disabled"
  | "PendingDeletion"
  | "PendingImport"
  | "PendingReplicaDeletion"
  | "Unavailable"
  | "Updating";

/** What a test may change of a key behind the tool's back. */
export interface KeyFacts {
  Description: string;
  KeyManager: "AWS" | "CUSTOMER";
  KeySpec: string;
  KeyUsage: string;
  KeyState: KeyState;
  Origin: string;
  /** Epoch seconds, as KMS writes times. */
  CreationDate: number;
  DeletionDate?: number;
  CurrentKeyMaterialId?: string;
  MultiRegionKeyType?: "PRIMARY" | "REPLICA";
  /** Regions of the primary key and of its replicas, for a multi-Region key. */
  PrimaryRegion?: string;
  ReplicaRegions?: string[];
  KeyRotationEnabled: boolean;
  RotationPeriodInDays?: number;
}

export interface StoredKey extends KeyFacts {
  Arn: string;
  /** The key policy, already in KMS's own style. */
  Policy: string;
  Grants: StoredGrant[];
  Tags: { TagKey: string; TagValue: string }[];
  /** Changes that are not seen everywhere yet: the policy before, and when each grant was made. */
  Settling?: Settling;
}

export interface Settling {
  /** The policy that is still read here and there, until then (epoch milliseconds). */
  policy?: { before: string; until: number };
  /** Grants that are not seen yet, by id, until then. */
  grants?: Record<string, number>;
}

export interface StoredAlias {
  /** ARN of its key. */
  target: string;
  /** Epoch seconds. */
  created: number;
  updated: number;
}

export interface StoredPrincipal {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** Epoch seconds; only temporary credentials end. */
  expires?: number;
  arn: string;
  userId: string;
  identityPolicy: JsonObject;
  /** Policies of the session: a call needs them beside the identity policy. One of them must allow. */
  sessionPolicies?: JsonObject[];
  /** Condition keys that the session carries: its tags, its identity, whether there was MFA. */
  session?: Record<string, string>;
}

export interface StoredRole {
  arn: string;
  roleId: string;
  trustPolicy: JsonObject;
  /** Epoch seconds. Absent: as old as the sandbox. */
  created?: number;
  description?: string;
  identityPolicy: JsonObject;
  /** By name. Absent: the identity policy is the one inline policy. */
  inlinePolicies?: Record<string, JsonObject>;
  /** ARNs of managed policies. */
  attachedPolicies?: string[];
}

/** A managed policy with its versions, by id. */
export interface StoredPolicy {
  arn: string;
  defaultVersionId: string;
  versions: Record<string, JsonObject>;
}

export interface StoredBucket {
  name: string;
  region: string;
  account: string;
  /** Absent: S3 says that there is none. */
  encryption?: { algorithm: string; kmsKeyId?: string };
  /** By key. */
  objects?: Record<string, { text: string; kmsKeyId?: string }>;
}

export interface StoredLogGroup {
  name: string;
  region: string;
  account: string;
  /** Epoch milliseconds, as CloudWatch Logs writes times. */
  creationTime: number;
  kmsKeyId?: string;
  logGroupClass: string;
  retentionInDays?: number;
  tags?: Record<string, string>;
}

/** An MWAA environment: its members as GetEnvironment shows them. */
export interface StoredEnvironment {
  name: string;
  region: string;
  account: string;
  /** The members of `Environment` that differ from one to the other. */
  shown: JsonObject;
  /** What is still to come: a later status, or the end of the environment. */
  until?: { time: number; shown: JsonObject } | { time: number; gone: true };
}

/** Where the seeds are: their account and Region, and another one of each for what lies elsewhere. */
export interface Home {
  readonly account: string;
  readonly region: string;
  readonly otherAccount: string;
  readonly otherRegion: string;
}

export interface State {
  schema: "mwaa-kms/sandbox/3";
  home: Home;
  keys: Record<string, StoredKey>;
  /** By their ARN. */
  aliases: Record<string, StoredAlias>;
  principals: Record<string, StoredPrincipal>;
  roles: Record<string, StoredRole>;
  /** Managed policies, by ARN. */
  policies: Record<string, StoredPolicy>;
  logGroups: Record<string, StoredLogGroup>;
  /** By name, which is one in all the world. */
  buckets: Record<string, StoredBucket>;
  /** By ARN. */
  environments: Record<string, StoredEnvironment>;
  /** ARNs of principals that were deleted: IAM no longer knows them. */
  deletedPrincipals: string[];
  /** ARNs of principals that exist somewhere, though nothing else here knows them. Counts under `strict`. */
  knownPrincipals: string[];
}

/** One request whose sender is proven, on its way to the operation. */
export interface Call {
  state: State;
  now: Date;
  region: string;
  caller: StoredPrincipal;
  account: string;
  operation: string;
  body: JsonObject;
  /** Which request it is, counted from 0. */
  turn: number;
  /** How this sandbox differs from one that answers at once and in order. */
  manners: Manners;
}

/** How AWS behaves under load and over time. */
export interface Manners {
  /** How long a change of a policy, or a new grant, is not seen everywhere. */
  readonly lagMs: number;
  /** Policies come back with their statements and members in another order and another layout at each read. */
  readonly shuffle: boolean;
  /** ListGrants answers empty pages in between, and one grant a page. */
  readonly emptyPages: boolean;
  /** How long MWAA takes to make an environment; its grants come one by one meanwhile. */
  readonly creationMs: number;
  /** Where MWAA's name stands in its grants. */
  readonly grantShape: "principal" | "service-principal";
  /** Policies that KMS probably refuses are refused too, though AWS leaves it open. */
  readonly strict: boolean;
}

/** What an operation answers: the members of its output, or undefined for AWS's empty body. */
export type Output = JsonObject | undefined;
export type SandboxOperation = (call: Call) => Output;

/** What goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
