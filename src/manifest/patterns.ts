/** The forms of AWS's names as regular expressions for editors and the published schema. What is wrong with a text, `key/` says. */

import { partitions } from "../key/arn.js";
import { accountId, bucketName, environmentName, roleArn } from "../key/target.js";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const places = partitions.map(({ id, regions }) => ({ id, region: regions.source.slice(1, -1) }));

/** A key ID, `key/<key ID>` or a key ARN: what `parseKeyIdentifier` takes. */
export const keyPattern = `^(?:(?:key/)?${uuid}|(?:${places
  .map(({ id, region }) => `arn:${id}:kms:${region}`)
  .join("|")}):\\d{12}:key/${uuid})$`;

export const regionPattern = `^(?:${places.map(({ region }) => region).join("|")})$`;

export const accountPattern = accountId.source;
export const bucketPattern = bucketName.source;
export const rolePattern = roleArn.source;
export const environmentPattern = environmentName.source;

/** A profile is named in a file of lines and brackets: no control character, no bracket, no space at an end. */
export const profilePattern =
  "^[^\\s[\\]\\u0000-\\u001f\\u007f](?:[^[\\]\\u0000-\\u001f\\u007f]{0,126}[^\\s[\\]\\u0000-\\u001f\\u007f])?$";

export const datePattern = "^\\d{4}-\\d{2}-\\d{2}$";
