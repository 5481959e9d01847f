/** What AWS says a key is: DescribeKey's answer, in AWS's own words. Only KeyId is certain to be there. */

/** DescribeKey's KeyMetadata, as far as this tool reads it. Dates are ISO 8601, UTC. An absent member is unknown. */
export interface KeyMetadata {
  readonly KeyId: string;
  readonly Arn?: string;
  readonly AWSAccountId?: string;
  readonly Description?: string;
  readonly Enabled?: boolean;
  readonly KeyState?: string;
  readonly KeyUsage?: string;
  readonly KeySpec?: string;
  readonly EncryptionAlgorithms?: readonly string[];
  readonly KeyManager?: string;
  readonly Origin?: string;
  readonly MultiRegion?: boolean;
  readonly MultiRegionConfiguration?: {
    readonly MultiRegionKeyType?: string;
    readonly PrimaryKey?: { readonly Arn?: string; readonly Region?: string };
  };
  readonly CustomKeyStoreId?: string;
  readonly ExpirationModel?: string;
  readonly ValidTo?: string;
  readonly DeletionDate?: string;
  readonly CreationDate?: string;
}

/** Who calls, as STS GetCallerIdentity names them. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly userId?: string;
  /** Where the credentials come from: "environment variables", "profile base, assumed role …". */
  readonly source?: string;
}
