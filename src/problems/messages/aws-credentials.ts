/** The words for credentials that cannot be had, or that AWS does not take. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

const as = (profile: string) => `--profile ${quote(profile)}`;
const whoAmI = run("aws sts get-caller-identity");

export const awsCredentialsWords = {
  "aws/no-credentials": entry({
    severity: "error",
    title: "No AWS credentials found",
    what: (f) => `No AWS credentials found. Searched: ${f.searched}.`,
    why: "AWS accepts only signed calls. mwaa-kms looks for credentials where the AWS CLI does, in the same order.",
    fix: () => [run("aws configure sso"), run("aws login"), whoAmI],
    docs: [pages.cliPrecedence, pages.cliSso, pages.sdkInstance],
    example: {
      searched:
        'environment variables, profile "default" in ~/.aws/config and ~/.aws/credentials, container variables, instance metadata at http://169.254.169.254 (no response)',
    },
  }),
  "aws/credential-settings": entry({
    severity: "error",
    title: "The settings for the credentials are incomplete",
    what: (f) => `${f.place} cannot give credentials: ${f.wrong}.`,
    why: "The AWS CLI takes the first source that is configured, and does not go on to another one if it is incomplete.",
    fix: () => [run("aws configure list"), run("aws configure list-profiles")],
    docs: [pages.cliPrecedence, pages.sdkCredentials],
    example: {
      place: 'The profile "ci" in ~/.aws/config',
      wrong: "it has web_identity_token_file and no role_arn",
    },
  }),
  "aws/container-credentials": entry({
    severity: "error",
    title: "The container's credentials endpoint failed",
    what: (f) => `The container endpoint ${f.url} (${f.variable}) gave no credentials: ${f.said}.`,
    why: "In Amazon ECS, EKS Pod Identity and CloudShell an agent on the same machine gives credentials for the task's or pod's role.",
    fix: (f) => [
      run(`printenv ${f.variable}`),
      ask(
        "the owner of the cluster",
        "Does the task or pod have a role, and does the agent run on its node?",
      ),
    ],
    docs: [pages.sdkContainer, pages.eksPodIdentity],
    example: {
      url: "http://169.254.170.23",
      variable: "AWS_CONTAINER_CREDENTIALS_FULL_URI",
      said: "it answers with status 403",
    },
  }),
  "aws/web-identity": entry({
    severity: "error",
    title: "The web identity token was not exchanged for credentials",
    what: (f) =>
      `The token ${f.tokenFile} (${f.place}) gave no credentials of the role ${f.role}: ${f.said}.`,
    why: "STS exchanges the token of an OIDC provider for credentials of a role, if the role's trust policy names the provider and the token's subject.",
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
    title: "The named profile does not exist",
    what: (f) =>
      `There is no profile "${f.profile}" in ${f.files}.${f.near === "" ? "" : ` Near by name: ${f.near}.`}`,
    why: "A profile is a section of the shared config file ([profile NAME]) or of the credentials file ([NAME]).",
    fix: (f) => [run("aws configure list-profiles"), run(`aws configure ${as(f.profile)}`)],
    docs: [pages.sdkProfiles],
    example: { profile: "prdo", files: "~/.aws/config and ~/.aws/credentials", near: "prod, dev" },
  }),
  "aws/sso-session": entry({
    severity: "error",
    title: "The SSO session has ended, or was never begun",
    what: (f) => `The SSO session of the profile "${f.profile}" is not valid: not logged in, or expired.`,
    why: "IAM Identity Center gives credentials only to a session, which ends after some hours.",
    fix: (f) => [run(`aws sso login ${as(f.profile)}`)],
    docs: [pages.cliSso],
    example: { profile: "prod" },
  }),
  "aws/sso-refused": entry({
    severity: "error",
    title: "IAM Identity Center does not give this role",
    what: (f) =>
      `IAM Identity Center gives no credentials of the role ${f.role} in account ${f.account} (profile "${f.profile}"): ${f.said}.`,
    why: "The session is valid, but the permission set is not assigned to this user in this account.",
    fix: (f) => [
      run(`aws configure sso ${as(f.profile)}`),
      ask(
        "the administrator of IAM Identity Center",
        `Assign the permission set ${f.role} in account ${f.account} to me.`,
      ),
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
    title: "The console login session has ended",
    what: (f) => `The login session of the profile "${f.profile}" is not valid: ${f.said}.`,
    why: "A profile with login_session borrows the console's session, which ends after some hours.",
    fix: (f) => [run(`aws login ${as(f.profile)}`)],
    docs: [pages.cliLogin],
    example: { profile: "prod", said: "Your session has expired. Please reauthenticate" },
  }),
  "aws/credential-process": entry({
    severity: "error",
    title: "The profile's credential_process failed",
    what: (f) => `The credential_process of the profile "${f.profile}" gave no credentials: ${f.said}.`,
    why: "The command must end with status 0 and print JSON with AccessKeyId. Its standard output is a secret and is not shown; of its standard error, what looks like a secret is hidden.",
    fix: (f) => [run(`aws sts get-caller-identity ${as(f.profile)}`)],
    docs: [pages.sdkProcess],
    example: { profile: "prod", said: "it ended with status 1: vault: not logged in" },
  }),
  "aws/assume-role": entry({
    severity: "error",
    title: "The role cannot be assumed",
    what: (f) => `AWS refused to let ${f.source} assume the role ${f.role}: ${f.said}`,
    why: "The role's trust policy must name the caller, and the caller's own policies must allow sts:AssumeRole.",
    fix: (f) => [
      whoAmI,
      ask("the owner of the role", `Allow sts:AssumeRole for me in the trust policy of ${f.role}.`),
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
    title: "The profile asks for an MFA code",
    what: (f) =>
      `The profile "${f.profile}" needs a code of the MFA device ${f.serial} (mfa_serial), and none was given.`,
    why: "On a terminal mwaa-kms asks for the code. Elsewhere, export a session first, and run without --profile: variables count only then.",
    fix: (f) => [run(`eval "$(aws configure export-credentials ${as(f.profile)} --format env)"`)],
    docs: [pages.cliExportCredentials, pages.sdkAssumeRole],
    example: { profile: "prod", serial: "arn:aws:iam::111122223333:mfa/ana" },
  }),
  "aws/mfa-refused": entry({
    severity: "error",
    title: "AWS did not accept the MFA code",
    what: (f) => `AWS did not accept the code of ${f.serial} for the profile "${f.profile}": ${f.said}`,
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
    why: "Before the first call the profile's role, session or process is asked for credentials; that failed.",
    fix: () => [run("aws configure list"), whoAmI],
    docs: [pages.sdkCredentials],
    example: { source: "profile prod, aws login", said: "nothing came within 8.5 seconds." },
  }),
  "aws/expired-token": entry({
    severity: "error",
    title: "The temporary credentials have expired",
    what: (f) => `The temporary credentials have expired (${f.source}).`,
    why: "Credentials of a session are valid for minutes to hours; AWS refuses them afterwards.",
    fix: (f) => [run(f.renew), whoAmI],
    docs: [pages.cliErrors],
    example: { source: "profile prod, IAM Identity Center", renew: "aws sso login --profile prod" },
  }),
  "aws/region-not-enabled": entry({
    severity: "error",
    title: "The Region may not be enabled for these credentials",
    what: (f) =>
      `AWS does not accept these credentials in ${f.region} (${f.name}), a Region that an account has to enable first.`,
    why: "The account has not enabled the Region, or a session token came from the global STS endpoint: by default its tokens are valid only in Regions that are enabled by default.",
    fix: (f) => [
      run(`aws account get-region-opt-status --region-name ${quote(f.region)}`),
      ...(f.hasToken
        ? [
            run("export AWS_STS_REGIONAL_ENDPOINTS=regional"),
            ask(
              "an administrator of the account",
              "Make the tokens of the global STS endpoint valid in all Regions (IAM, account settings), or get me a session from a regional STS endpoint.",
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
    what: (f) => `AWS does not accept these credentials (${f.source}): ${f.name}.`,
    why: "The access key does not exist here (deleted, inactive, of another partition), its secret does not match, or its session token is missing.",
    fix: () => [run("aws configure list"), whoAmI],
    docs: [pages.cliErrors, pages.iamSigning],
    example: { name: "UnrecognizedClientException", source: "environment variables" },
  }),
  "aws/clock-skew": entry({
    severity: "error",
    title: "This machine's clock is wrong",
    what: (f) => `AWS refused the signature because of its time: ${f.said}`,
    why: "A signature is valid for five minutes around AWS's own time.",
    fix: () => [run("sudo timedatectl set-ntp true"), run("date -u")],
    docs: [pages.iamSigning],
    example: { said: "Signature expired: 20261123T100000Z is now earlier than 20261123T101500Z" },
  }),
};
