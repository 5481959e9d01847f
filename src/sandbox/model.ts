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
  Constraints?: JsonObject;
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
}

export interface StoredRole {
  arn: string;
  roleId: string;
  trustPolicy: JsonObject;
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
}

export interface StoredLogGroup {
  name: string;
  region: string;
  account: string;
  /** Epoch milliseconds, as CloudWatch Logs writes times. */
  creationTime: number;
  kmsKeyId?: string;
  logGroupClass: string;
}

export interface State {
  schema: "mwaa-kms/sandbox/2";
  keys: Record<string, StoredKey>;
  /** Alias ARN to key ARN. */
  aliases: Record<string, string>;
  principals: Record<string, StoredPrincipal>;
  roles: Record<string, StoredRole>;
  /** Managed policies, by ARN. */
  policies: Record<string, StoredPolicy>;
  logGroups: Record<string, StoredLogGroup>;
  /** By name, which is one in all the world. */
  buckets: Record<string, StoredBucket>;
  /** ARNs of principals that were deleted: IAM no longer knows them. */
  deletedPrincipals: string[];
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
}

/** What an operation answers: the members of its output, or undefined for AWS's empty body. */
export type Output = JsonObject | undefined;
export type Operation = (call: Call) => Output;

/** What goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
