/** A grant as ListGrants shows it, in AWS's own words. It knows nothing of MWAA (expected.ts does). */

/** One GrantListEntry. Dates are ISO 8601, UTC. Since May 2026 a service may stand in the `…ServicePrincipal` members. */
export interface Grant {
  readonly KeyId?: string;
  readonly GrantId?: string;
  readonly Name?: string;
  readonly CreationDate?: string;
  readonly GranteePrincipal?: string;
  readonly GranteeServicePrincipal?: string;
  readonly RetiringPrincipal?: string;
  readonly RetiringServicePrincipal?: string;
  readonly IssuingAccount?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: Readonly<Record<string, unknown>>;
}
