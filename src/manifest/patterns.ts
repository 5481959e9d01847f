/** The forms of AWS's names as regular expressions for editors and the published schema. What is wrong with a text, `key/` says. */
import { partitions } from "../key/partition.js";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const places = partitions.map(({ id, regions }) => ({ id, region: regions.source.slice(1, -1) }));

/** A key ID, `key/<key ID>` or a key ARN: what `parseKeyIdentifier` takes. */
export const keyPattern = `^(?:(?:key/)?${uuid}|(?:${places
  .map(({ id, region }) => `arn:${id}:kms:${region}`)
  .join("|")}):\\d{12}:key/${uuid})$`;

export const regionPattern = `^(?:${places.map(({ region }) => region).join("|")})$`;

export const accountPattern = "^\\d{12}$";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketPattern = "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export const rolePattern =
  "^arn:aws(?:-[a-z]+)*:iam::\\d{12}:role/(?:[\\x21-\\x7e]{1,511}/)?[A-Za-z0-9_+=,.@-]{1,64}$";

/** MWAA API, CreateEnvironment Name. */
export const environmentPattern = "^[a-zA-Z][0-9a-zA-Z_-]{0,79}$";

/** A profile is named in a file of lines and brackets: no control character, no bracket, no space at an end. */
export const profilePattern =
  "^[^\\s[\\]\\u0000-\\u001f\\u007f](?:[^[\\]\\u0000-\\u001f\\u007f]{0,126}[^\\s[\\]\\u0000-\\u001f\\u007f])?$";

export const datePattern = "^\\d{4}-\\d{2}-\\d{2}$";
