/** The inputs of the STS, IAM, S3 and MWAA operations that the sandbox knows, as AWS's API models have them. A table, and no behaviour. */
import { choice, flag, list, map, none, object, type Shapes, text, whole } from "./shapes.js";

const roleArn = text(
  20,
  2048,
  String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
);
const roleSessionName = text(2, 64, String.raw`[\w+=,.@-]*`);
const key = text(1, 128, String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+`);
const value = text(0, 256, String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*`);
const tagsItem = object({ Key: key, Value: value }, "Key", "Value");
const tags = list(tagsItem, 0, 50);
const roleName = text(1, 64, String.raw`[\w+=,.@-]+`);
const marker = text(1, 320, String.raw`[\u0020-\u00FF]+`);
const name = text(1, 80, "[a-zA-Z][0-9a-zA-Z-_]*");
const logLevel = choice("CRITICAL ERROR WARNING INFO DEBUG");
const dagProcessingLogs = object({ Enabled: flag, LogLevel: logLevel }, "Enabled", "LogLevel");

export const stsShapes: Shapes = {
  AssumeRole: object(
    {
      RoleArn: roleArn,
      RoleSessionName: roleSessionName,
      PolicyArns: list(object({ arn: roleArn })),
      Policy: text(1, none, String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`),
      DurationSeconds: whole(900, 43200),
      Tags: tags,
      TransitiveTagKeys: list(key, 0, 50),
      ExternalId: text(2, 1224, String.raw`[\w+=,.@:\/-]*`),
      SerialNumber: text(9, 256, String.raw`[\w+=/:,.@-]*`),
      TokenCode: text(6, 6, String.raw`[\d]*`),
      SourceIdentity: roleSessionName,
      ProvidedContexts: list(object({ ProviderArn: roleArn, ContextAssertion: text(4, 2048) }), 1, 5),
    },
    "RoleArn",
    "RoleSessionName",
  ),
  GetCallerIdentity: object({}),
};

export const iamShapes: Shapes = {
  CreateRole: object(
    {
      Path: text(1, 512, String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`),
      RoleName: roleName,
      AssumeRolePolicyDocument: text(1, 131072, String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`),
      Description: text(0, 1000, String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`),
      MaxSessionDuration: whole(3600, 43200),
      PermissionsBoundary: text(20, 2048),
      Tags: tags,
    },
    "RoleName",
    "AssumeRolePolicyDocument",
  ),
  DeleteRole: object({ RoleName: roleName }, "RoleName"),
  GetPolicy: object({ PolicyArn: text(20, 2048) }, "PolicyArn"),
  GetPolicyVersion: object(
    { PolicyArn: text(20, 2048), VersionId: text(0, none, String.raw`v[1-9][0-9]*(\.[A-Za-z0-9-]*)?`) },
    "PolicyArn",
    "VersionId",
  ),
  GetRole: object({ RoleName: roleName }, "RoleName"),
  GetRolePolicy: object(
    { RoleName: roleName, PolicyName: text(1, 128, String.raw`[\w+=,.@-]+`) },
    "RoleName",
    "PolicyName",
  ),
  ListAttachedRolePolicies: object(
    {
      RoleName: roleName,
      PathPrefix: text(1, 512, String.raw`((/[A-Za-z0-9\.,\+@=_-]+)*)/`),
      Marker: marker,
      MaxItems: whole(1, 1000),
    },
    "RoleName",
  ),
  ListInstanceProfilesForRole: object(
    { RoleName: roleName, Marker: marker, MaxItems: whole(1, 1000) },
    "RoleName",
  ),
  ListRolePolicies: object({ RoleName: roleName, Marker: marker, MaxItems: whole(1, 1000) }, "RoleName"),
};

export const s3Shapes: Shapes = {
  GetBucketEncryption: object({ Bucket: text(), ExpectedBucketOwner: text() }, "Bucket"),
  GetBucketLocation: object({ Bucket: text(), ExpectedBucketOwner: text() }, "Bucket"),
  GetObject: object({ Bucket: text(), Key: text(1), ExpectedBucketOwner: text() }, "Bucket", "Key"),
  HeadBucket: object({ Bucket: text(), ExpectedBucketOwner: text() }, "Bucket"),
  PutObject: object(
    {
      Bucket: text(),
      Key: text(1),
      Body: text(),
      ExpectedBucketOwner: text(),
      ServerSideEncryption: choice("AES256 aws:fsx aws:kms aws:kms:dsse"),
      SSEKMSKeyId: text(),
    },
    "Bucket",
    "Key",
  ),
};

export const airflowShapes: Shapes = {
  CreateEnvironment: object(
    {
      Name: name,
      ExecutionRoleArn: text(1, 1224, String.raw`arn:aws(-[a-z]+)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`),
      SourceBucketArn: text(1, 1224, String.raw`arn:aws(-[a-z]+)?:s3:::[a-z0-9.\-]+`),
      DagS3Path: text(1, 1024, ".*"),
      NetworkConfiguration: object({
        SubnetIds: list(text(1, 1024, String.raw`subnet-[a-zA-Z0-9\-._]+`), 2, 2),
        SecurityGroupIds: list(text(1, 1024, String.raw`sg-[a-zA-Z0-9\-._]+`), 1, 5),
      }),
      PluginsS3Path: text(1, 1024, ".*"),
      PluginsS3ObjectVersion: text(1, 1024),
      RequirementsS3Path: text(1, 1024, ".*"),
      RequirementsS3ObjectVersion: text(1, 1024),
      StartupScriptS3Path: text(1, 1024, ".*"),
      StartupScriptS3ObjectVersion: text(1, 1024),
      AirflowConfigurationOptions: map(
        text(1, 64, "[a-z]+([a-z0-9._]*[a-z0-9_]+)?"),
        text(1, 65536, "[ -~]+"),
      ),
      EnvironmentClass: text(1, 1024),
      MaxWorkers: whole(1),
      KmsKey: text(
        1,
        1224,
        String.raw`(((arn:aws(-[a-z]+)?:kms:[a-z]{2}-[a-z]+-\d:\d+:)?key\/)?[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}|(arn:aws(-[a-z]+)?:kms:[a-z]{2}-[a-z]+-\d:\d+:)?alias/.+)`,
      ),
      AirflowVersion: text(1, 32, "[0-9a-z.]+"),
      LoggingConfiguration: object({
        DagProcessingLogs: dagProcessingLogs,
        SchedulerLogs: dagProcessingLogs,
        WebserverLogs: dagProcessingLogs,
        WorkerLogs: dagProcessingLogs,
        TaskLogs: dagProcessingLogs,
      }),
      WeeklyMaintenanceWindowStart: text(
        1,
        9,
        String.raw`.*(MON|TUE|WED|THU|FRI|SAT|SUN):([01]\d|2[0-3]):(00|30).*`,
      ),
      Tags: map(
        text(1, 128, String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`),
        text(1, 256, String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`),
        1,
        50,
      ),
      WebserverAccessMode: choice("PRIVATE_ONLY PUBLIC_ONLY PUBLIC_AND_PRIVATE"),
      MinWorkers: whole(1),
      Schedulers: whole(0, 5),
      EndpointManagement: choice("CUSTOMER SERVICE"),
      MinWebservers: whole(1),
      MaxWebservers: whole(1),
    },
    "Name",
    "ExecutionRoleArn",
    "SourceBucketArn",
    "DagS3Path",
    "NetworkConfiguration",
  ),
  DeleteEnvironment: object({ Name: name }, "Name"),
  GetEnvironment: object({ Name: name }, "Name"),
  ListEnvironments: object({ NextToken: text(0, 2048), MaxResults: whole(1, 25) }),
};
