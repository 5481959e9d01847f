/** The inputs of the CloudWatch Logs operations that the sandbox knows, as AWS's API model has them. A table, and no behaviour. */
import { choice, flag, list, map, object, type Shapes, text, whole } from "./shapes.js";

const logGroupName = text(1, 512, String.raw`[\.\-_/#A-Za-z0-9]+`);
const resourceIdentifier = text(1, 2048, String.raw`[\w+=/:,.@\-\*]*`);
const tagsKey = text(1, 128, String.raw`^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$`);
const tagsValue = text(0, 256, String.raw`^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$`);
const tags = map(tagsKey, tagsValue, 1, 50);
const logGroupClass = choice("STANDARD INFREQUENT_ACCESS DELIVERY");
const resourceArn = text(1, 1011, String.raw`[\w+=/:,.@-]*`);

export const logsShapes: Shapes = {
  AssociateKmsKey: object(
    { logGroupName: logGroupName, kmsKeyId: text(0, 256), resourceIdentifier: resourceIdentifier },
    "kmsKeyId",
  ),
  CreateLogGroup: object(
    {
      logGroupName: logGroupName,
      kmsKeyId: text(0, 256),
      tags: tags,
      logGroupClass: logGroupClass,
      deletionProtectionEnabled: flag,
    },
    "logGroupName",
  ),
  DeleteLogGroup: object({ logGroupName: logGroupName }, "logGroupName"),
  DescribeLogGroups: object({
    accountIdentifiers: list(text(12, 12, String.raw`^\d{12}$`), 0, 20),
    logGroupNamePrefix: logGroupName,
    logGroupNamePattern: text(0, 512, String.raw`[\.\-_/#A-Za-z0-9]*`),
    nextToken: text(1),
    limit: whole(1, 50),
    includeLinkedAccounts: flag,
    logGroupClass: logGroupClass,
    logGroupIdentifiers: list(text(1, 2048, String.raw`[\w#+=/:,.@-]*`), 1, 50),
  }),
  DisassociateKmsKey: object({ logGroupName: logGroupName, resourceIdentifier: resourceIdentifier }),
  ListTagsForResource: object({ resourceArn: resourceArn }, "resourceArn"),
  PutRetentionPolicy: object(
    { logGroupName: logGroupName, retentionInDays: whole() },
    "logGroupName",
    "retentionInDays",
  ),
  DeleteRetentionPolicy: object({ logGroupName: logGroupName }, "logGroupName"),
  TagResource: object({ resourceArn: resourceArn, tags: tags }, "resourceArn", "tags"),
  UntagResource: object(
    { resourceArn: resourceArn, tagKeys: list(tagsKey, 0, 50) },
    "resourceArn",
    "tagKeys",
  ),
};
