/** What a setting may be. In a file of its own: most runs have no settings, and need no schema library. */
import * as z from "zod";
import { formatNames, scopes } from "../choices.js";
import { parseRegion } from "../key/target.js";
import { profilePattern } from "../manifest/patterns.js";

const schemaName = "mwaa-kms/settings/1";

export const shapes = {
  format: z.enum(formatNames),
  scope: z.enum(scopes),
  // Only upwards: there is no way to say that warnings are not to count.
  strict: z.literal(true, { error: "only true can be set" }),
  region: z.string().refine((text) => parseRegion(text).ok, { error: "this is no AWS Region" }),
  profile: z.string().regex(new RegExp(profilePattern, "u"), { error: "this is no profile's name" }),
};

/** The whole of a settings file. */
export const settingsShape = z.strictObject({
  schema: z.literal(schemaName),
  format: shapes.format.exactOptional(),
  scope: shapes.scope.exactOptional(),
  strict: shapes.strict.exactOptional(),
  region: shapes.region.exactOptional(),
  profile: shapes.profile.exactOptional(),
});
