/** The published schemas, made anew from the code, and validators of them. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import * as z from "zod";
import { manifestShape } from "../../src/manifest/schema.js";

/** The schema of manifests, from the shape that reads them. Draft 7 is what editors know best. */
export function manifestSchema(): object {
  const { $schema, ...shape } = z.toJSONSchema(manifestShape, { target: "draft-7" });
  return { $schema, $id: "urn:mwaa-kms:schema:manifest:1", ...shape };
}

/** The schema of reports, from the types that make them: TypeScript is asked, in a process of its own. */
export async function reportSchema(): Promise<object> {
  const { stdout } = await promisify(execFile)(process.execPath, ["scripts/schema.mjs"], { maxBuffer: 1e8 });
  return JSON.parse(stdout) as object;
}

/** The schema of reports as it is published; schema.test.ts holds it to the types. */
export function publishedReportSchema(): object {
  return JSON.parse(readFileSync("schema/report.schema.json", "utf8")) as object;
}

/** The text of a schema as it is published. */
export function published(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A validator that is as strict as ajv can be. */
export function validatorOf(schema: object): ValidateFunction {
  const ajv = new Ajv({ strict: true, strictTuples: false, allowUnionTypes: true, allErrors: true });
  formats.default(ajv);
  return ajv.compile(schema);
}

/** The same schema with no other members let pass: readers must, our own reports need not. */
export function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isOpen = typeof inner["properties"] === "object" && inner["type"] === "object";
  return { ...inner, ...(isOpen ? { additionalProperties: false } : {}) } as T;
}

/** What a validator says against a value, or nothing. */
export function against(validate: ValidateFunction, value: unknown): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
