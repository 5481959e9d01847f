/** The words for credentials that cannot be had, or that AWS does not take. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const as = (profile: string) => `--profile ${quote(profile)}`;
const whoAmI = run("aws sts get-caller-identity");

export const awsCredentialsWords = {
  "aws/no-credentials": entry({
    severity: "error",
    title: "No AWS credentials found",
    what: (f) => `Searched: ${f.searched}.`,
    why: "AWS accepts only signed calls. mwaa-kms searches where the AWS CLI does, in the same order.",
    fix: () => [run("aws sso login --profile <profile>"), run("aws configure")],
    docs: [pages.sdkCredentials, pages.cliPrecedence],
    example: {
      searched: "environment variables, ~/.aws/config, ~/.aws/credentials, container and instance roles",
    },
  }),
  "aws/credential-settings": entry({
    severity: "error",
    title: "The credential settings are incomplete",
    what: (f) => `${f.place} cannot provide credentials: ${f.wrong}.`,
    why: "The AWS CLI uses the first source that is configured, and tries no other if it is incomplete.",
    fix: () => [run("aws configure list")],
    docs: [pages.cliPrecedence, pages.sdkCredentials],
    example: {
      place: 'The profile "ci" in ~/.aws/config',
      wrong: "it has web_identity_token_file and no role_arn",
    },
  }),
  "aws/container-credentials": entry({
    severity: "error",
    title: "The container's credentials endpoint failed",
    what: (f) => `The endpoint ${f.url} (${f.variable}) returned no credentials: ${f.said}.`,
    why: "Amazon ECS, EKS Pod Identity and CloudShell provide a role's credentials through an agent on the same machine.",
    fix: (f) => [
      run(`printenv ${f.variable}`),
      ask(
        "the owner of the cluster",
        "Check that the task or pod has a role and that the agent runs on its node.",
      ),
    ],
    docs: [pages.sdkContainer, pages.eksPodIdentity],
    example: {
      url: "http://169.254.170.23",
      variable: "AWS_CONTAINER_CREDENTIALS_FULL_URI",
      said: "it returns status 403",
    },
  }),
  "aws/web-identity": entry({
    severity: "error",
    title: "The web identity token was not accepted",
    what: (f) => `The token ${f.tokenFile} (${f.place}) gave no credentials for ${f.role}: ${f.said}.`,
    why: "STS accepts a token if the role's trust policy names its issuer, audience and subject.",
    fix: (f) => [
      run(`ls -l ${quote(f.tokenFile)}`),
      ask(
        "the owner of the role",
        "Allow this token's issuer, audience and subject in the role's trust policy.",
      ),
    ],
    docs: [pages.sdkAssumeRole, pages.stsWebIdentity],
    example: {
      tokenFile: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
      place: "AWS_WEB_IDENTITY_TOKEN_FILE",
      role: "arn:aws:iam::111122223333:role/ci",
      said: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    },
  }),
  "aws/no-profile": entry({
    severity: "error",
    title: "The profile does not exist",
    subject: (f) => f.profile,
    what: (f) =>
      `${f.files} ${/ and |,/.test(f.files) ? "have" : "has"} no profile "${f.profile}".${f.near === "" ? "" : ` Similar names: ${f.near}.`}`,
    why: "A profile is a section of the config file ([profile NAME]) or of the credentials file ([NAME]).",
    fix: () => [run("aws configure list-profiles")],
    docs: [pages.sdkProfiles],
    example: { profile: "prdo", files: "~/.aws/config and ~/.aws/credentials", near: "prod, dev" },
  }),
  "aws/sso-session": entry({
    severity: "error",
    title: "The SSO session has expired",
    what: (f) => `The SSO session of profile "${f.profile}" has expired, or was not started.`,
    why: "IAM Identity Center provides credentials only during a session.",
    fix: (f) => [run(`aws sso login ${as(f.profile)}`)],
    docs: [pages.cliSso],
    example: { profile: "prod" },
  }),
  "aws/sso-refused": entry({
    severity: "error",
    title: "IAM Identity Center does not provide this role",
    what: (f) =>
      `IAM Identity Center returned no credentials for ${f.role} in account ${f.account} (profile "${f.profile}"): ${f.said}.`,
    why: "The session is valid, but the permission set is not assigned to this user in this account.",
    fix: (f) => [
      ask(
        "the administrator of IAM Identity Center",
        `Assign the permission set ${f.role} in account ${f.account} to this user.`,
      ),
      run(`aws configure sso ${as(f.profile)}`),
    ],
    docs: [pages.cliSso],
    example: {
      profile: "prod",
      account: "111122223333",
      role: "Admin",
      said: "ForbiddenException: No access",
    },
  }),
  "aws/login-session": entry({
    severity: "error",
    title: "The console login session has expired",
    what: (f) => `The login session of profile "${f.profile}" is not valid: ${f.said}.`,
    why: "A profile with login_session uses the console's session, which expires after some hours.",
    fix: (f) => [run(`aws login ${as(f.profile)}`)],
    docs: [pages.cliLogin],
    example: { profile: "prod", said: "Your session has expired. Please reauthenticate" },
  }),
  "aws/credential-process": entry({
    severity: "error",
    title: "The profile's credential_process failed",
    what: (f) => `The credential_process of profile "${f.profile}" returned no credentials: ${f.said}.`,
    why: "The command must exit with 0 and print JSON with AccessKeyId. Its output is a secret and is not shown.",
    fix: (f) => [run(`aws sts get-caller-identity ${as(f.profile)}`)],
    docs: [pages.sdkProcess],
    example: { profile: "prod", said: "it ended with status 1: vault: not logged in" },
  }),
  "aws/assume-role": entry({
    severity: "error",
    title: "The role cannot be assumed",
    what: (f) => `AWS does not allow ${f.source} to assume ${f.role}: ${f.said}`,
    why: "STS requires that the role's trust policy names the caller and that the caller's policies allow sts:AssumeRole.",
    fix: (f) => [
      ask("the owner of the role", `Allow sts:AssumeRole for this caller in the trust policy of ${f.role}.`),
      whoAmI,
    ],
    docs: [pages.sdkAssumeRole, pages.iamAccessDenied],
    example: {
      role: "arn:aws:iam::111122223333:role/deploy",
      source: "profile base",
      said: "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole",
    },
  }),
  "aws/mfa-needed": entry({
    severity: "error",
    title: "The profile requires an MFA code",
    what: (f) => `Profile "${f.profile}" needs a code of the MFA device ${f.serial}, and none was given.`,
    why: "In a terminal mwaa-kms asks for the code. Without one, export a session first and leave out --profile.",
    fix: (f) => [run(`eval "$(aws configure export-credentials ${as(f.profile)} --format env)"`)],
    docs: [pages.cliExportCredentials, pages.sdkAssumeRole],
    example: { profile: "prod", serial: "arn:aws:iam::111122223333:mfa/ana" },
  }),
  "aws/mfa-refused": entry({
    severity: "error",
    title: "AWS did not accept the MFA code",
    what: (f) => `The code of ${f.serial} for profile "${f.profile}" is not valid: ${f.said}`,
    why: "A code is valid once, for about 30 seconds, and only from the device that mfa_serial names.",
    fix: (f) => [run(`aws configure get mfa_serial ${as(f.profile)}`)],
    docs: [pages.sdkAssumeRole, pages.stsMfa],
    example: {
      profile: "prod",
      serial: "arn:aws:iam::111122223333:mfa/ana",
      said: "MultiFactorAuthentication failed with invalid MFA one time pass code.",
    },
  }),
  "aws/credentials-failed": entry({
    severity: "error",
    title: "The credentials could not be fetched",
    what: (f) => `The credentials (${f.source}) could not be fetched: ${f.said}`,
    why: "AWS accepts only signed calls, so nothing was checked.",
    fix: () => [run("aws configure list")],
    docs: [pages.sdkCredentials],
    example: { source: "profile prod, aws login", said: "nothing came within 8.5 seconds." },
  }),
  "aws/expired-token": entry({
    severity: "error",
    title: "The temporary credentials have expired",
    what: (f) => `The temporary credentials (${f.source}) have expired.`,
    why: "AWS rejects temporary credentials after their session ends.",
    fix: (f) => [run(f.renew), whoAmI],
    docs: [pages.cliErrors],
    example: { source: "profile prod, IAM Identity Center", renew: "aws sso login --profile prod" },
  }),
  "aws/region-not-enabled": entry({
    severity: "error",
    title: "The Region might not be enabled",
    what: (f) =>
      `AWS does not accept these credentials in ${f.region} (${f.name}). An account must enable this Region.`,
    why: "The account has not enabled the Region, or the session token came from the global STS endpoint, whose tokens are valid only in Regions that are enabled by default.",
    fix: (f) => [
      run(`aws account get-region-opt-status --region-name ${quote(f.region)}`),
      ...(f.hasToken
        ? [
            run("export AWS_STS_REGIONAL_ENDPOINTS=regional"),
            ask(
              "an administrator of the account",
              "Make the tokens of the global STS endpoint valid in all Regions (IAM, account settings).",
            ),
          ]
        : []),
      run("aws configure list"),
    ],
    docs: [pages.iamEnableRegions],
    example: { name: "UnrecognizedClientException", region: "ap-southeast-4", hasToken: true },
  }),
  "aws/invalid-token": entry({
    severity: "error",
    title: "AWS does not accept these credentials",
    what: (f) => `AWS does not accept the credentials (${f.source}): ${f.name}.`,
    why: "The access key is deleted, inactive or from another partition, its secret does not match, or its session token is missing.",
    fix: () => [run("aws configure list"), whoAmI],
    docs: [pages.cliErrors, pages.iamSigning],
    example: { name: "UnrecognizedClientException", source: "environment variables" },
  }),
  "aws/clock-skew": entry({
    severity: "error",
    title: "This machine's clock is wrong",
    what: (f) => `AWS rejected the time of the signature: ${f.said}`,
    why: "AWS accepts a signature for 5 minutes around its own time.",
    fix: () => [run("sudo timedatectl set-ntp true"), run("date -u")],
    docs: [pages.iamSigning],
    example: { said: "Signature expired: 20261123T100000Z is now earlier than 20261123T101500Z" },
  }),
};
