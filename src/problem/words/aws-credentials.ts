/** The words for credentials that cannot be had, or that AWS does not take. */
import { ask, entry, run } from "../entry.js";
import { pages } from "../pages.js";
import { quote } from "../quote.js";

const as = (profile: string) => `--profile ${quote(profile)}`;
const whoAmI = run("aws sts get-caller-identity");

export const awsCredentialsWords = {
  "aws/no-credentials": entry<Record<never, never>>({
    severity: "error",
    title: "There are no AWS credentials",
    what: () =>
      "No AWS credentials were found: not in the environment, the shared files, a container or an instance.",
    why: "Each call to AWS is signed. The credentials come from the same places that the AWS CLI looks in.",
    fix: () => [run("aws configure sso"), run("aws sso login --profile PROFILE"), whoAmI],
    docs: [pages.sdkCredentials, pages.cliSso],
    example: {},
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
  "aws/login-session": entry({
    severity: "error",
    title: "The console login session has ended",
    what: (f) => `The login session of the profile "${f.profile}" is not valid: not logged in, or expired.`,
    why: "A profile with login_session borrows the console's session, which ends after some hours.",
    fix: (f) => [run(`aws login ${as(f.profile)}`)],
    docs: [pages.sdkCredentials],
    example: { profile: "prod" },
  }),
  "aws/credential-process": entry({
    severity: "error",
    title: "The profile's credential_process failed",
    what: (f) => `The credential_process of the profile "${f.profile}" gave no credentials.`,
    why: "The command must end with status 0 and print JSON with AccessKeyId. What it printed is not shown: it may be secret.",
    fix: (f) => [run(`aws sts get-caller-identity ${as(f.profile)}`)],
    docs: [pages.sdkProcess],
    example: { profile: "prod" },
  }),
  "aws/assume-role": entry({
    severity: "error",
    title: "The role may not be assumed",
    what: (f) => `AWS refused to let the profile "${f.profile}" assume its role: ${f.said}`,
    why: "The role's trust policy must name the caller, and the caller's own policies must allow sts:AssumeRole.",
    fix: (f) => [
      run(`aws sts get-caller-identity ${as(f.profile)}`),
      ask("the owner of the role", "Please allow me sts:AssumeRole in the role's trust policy."),
    ],
    docs: [pages.sdkAssumeRole, pages.iamAccessDenied],
    example: {
      profile: "prod",
      said: "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole",
    },
  }),
  "aws/mfa-needed": entry({
    severity: "error",
    title: "The profile asks for an MFA code",
    what: (f) => `The profile "${f.profile}" needs an MFA code, and this tool does not ask for one.`,
    why: "A code typed here would serve one run only. A session made beforehand serves every tool until it expires.",
    fix: () => [
      run("aws sts get-session-token --serial-number MFA_DEVICE_ARN --token-code CODE"),
      run("export AWS_ACCESS_KEY_ID=ID AWS_SECRET_ACCESS_KEY=KEY AWS_SESSION_TOKEN=TOKEN"),
    ],
    docs: [pages.stsMfa, pages.sdkAssumeRole],
    example: { profile: "prod" },
  }),
  "aws/credentials-failed": entry({
    severity: "error",
    title: "The credentials could not be fetched",
    what: (f) => `The credentials could not be fetched: ${f.said}`,
    why: "Before the first call the profile's role, session or process is asked for credentials; that failed.",
    fix: () => [run("aws configure list"), whoAmI],
    docs: [pages.sdkCredentials],
    example: { said: "Invalid response from STS.assumeRole call." },
  }),
  "aws/expired-token": entry<Record<never, never>>({
    severity: "error",
    title: "The temporary credentials have expired",
    what: () => "The temporary credentials have expired.",
    why: "Credentials of a session are valid for minutes to hours; AWS refuses them afterwards.",
    fix: () => [run("aws sso login --profile PROFILE"), run("unset AWS_SESSION_TOKEN")],
    docs: [pages.cliErrors],
    example: {},
  }),
  "aws/invalid-token": entry({
    severity: "error",
    title: "AWS does not know these credentials",
    what: (f) => `AWS does not take these credentials (${f.name}).`,
    why: "The access key does not exist here (deleted, inactive, of another partition), its secret does not match, or its session token is missing.",
    fix: () => [run("aws configure list"), whoAmI],
    docs: [pages.cliErrors, pages.iamSigning],
    example: { name: "UnrecognizedClientException" },
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
