/** Where credentials can come from, as data and in words. It reads and fetches nothing. */

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type ProfileSettings = ReadonlyMap<string, string>;

/** A role that is assumed with the credentials of another source. */
export interface RoleSource {
  readonly kind: "role";
  /** Undefined: the role is named by the manifest. */
  readonly profile: string | undefined;
  readonly roleArn: string;
  readonly base: Source;
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly seconds?: number | undefined;
  /** The MFA device whose code is needed. */
  readonly mfaSerial?: string | undefined;
}

export interface WebIdentitySource {
  readonly kind: "web-identity";
  /** Undefined: the environment names the token. */
  readonly profile: string | undefined;
  readonly tokenFile: string;
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
}

/** Where credentials come from. */
export type Source =
  | { readonly kind: "given" }
  | { readonly kind: "environment" }
  | {
      readonly kind: "keys" | "process" | "login" | "sso";
      readonly profile: string;
      readonly settings: ProfileSettings;
    }
  | { readonly kind: "container"; readonly variable: string; readonly url: string }
  | { readonly kind: "instance"; readonly host: string; readonly searched: readonly string[] }
  | { readonly kind: "none"; readonly searched: readonly string[] }
  | RoleSource
  | WebIdentitySource;

/** @returns the source in words, for reports: no secret and no access key */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case "given":
      return "the sandbox";
    case "environment":
      return "environment variables";
    case "keys":
      return `profile ${source.profile}`;
    case "process":
      return `profile ${source.profile}, credential_process`;
    case "login":
      return `profile ${source.profile}, aws login`;
    case "sso":
      return `profile ${source.profile}, IAM Identity Center`;
    case "container":
      return `container endpoint of ${source.variable}`;
    case "instance":
      return "instance metadata";
    case "none":
      return "none";
    case "role": {
      const of = source.profile === undefined ? "" : ` of profile ${source.profile}`;
      return `${describeSource(source.base)}, assumed role ${source.roleArn}${of}`;
    }
    case "web-identity":
      return source.profile === undefined
        ? `web identity token of AWS_WEB_IDENTITY_TOKEN_FILE, assumed role ${source.roleArn}`
        : `profile ${source.profile}, web identity token, assumed role ${source.roleArn}`;
  }
}
