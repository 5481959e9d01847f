/** Prints the JSON Schema of a report, made of the types in src/report/report.ts. test/documents/schema.test.ts keeps it. */
import { createGenerator } from "ts-json-schema-generator";

const schema = createGenerator({
  path: "src/report/report.ts",
  tsconfig: "tsconfig.json",
  type: "Report",
  skipTypeCheck: true,
  additionalProperties: true,
}).createSchema("Report");

// Problems are added with every version: a list of their codes would make each of them another schema.
schema.definitions.Code = { type: "string", pattern: "^[a-z0-9-]+/[a-z0-9-]+$" };

const whole = {
  $schema: schema.$schema,
  $id: "urn:mwaa-kms:schema:report:1",
  title: "mwaa-kms report",
  description:
    "What mwaa-kms --format json writes. Readers must let pass members that they do not know: later versions may add some.",
  $ref: schema.$ref,
  definitions: schema.definitions,
};

process.stdout.write(`${JSON.stringify(whole, null, 2)}\n`);
