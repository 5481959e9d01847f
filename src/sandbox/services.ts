/** The services that the sandbox plays: their operations, the inputs of those, and how they call a bad member. */
import { airflowOperations } from "./airflow.js";
import { iamOperations } from "./iam.js";
import { kmsOperations } from "./kms.js";
import { logsOperations } from "./logs.js";
import { refuse } from "./members.js";
import type { JsonObject, SandboxOperation } from "./model.js";
import { s3Operations } from "./s3.js";
import { checkMembers, type Shapes } from "./shapes.js";
import { kmsShapes } from "./shapes-kms.js";
import { logsShapes } from "./shapes-logs.js";
import { airflowShapes, iamShapes, s3Shapes, stsShapes } from "./shapes-rest.js";
import { stsOperations } from "./sts.js";
import type { Service } from "./wire.js";
import { typed } from "./wire-form.js";

interface Known {
  readonly operations: Readonly<Record<string, SandboxOperation>>;
  readonly shapes: Shapes;
  /** Whether all that comes is text. */
  readonly isForm?: boolean;
  /** The code for members that the model forbids, where it is not ValidationException. */
  readonly badMember?: string;
}

const services: Readonly<Record<Service, Known>> = {
  airflow: { operations: airflowOperations, shapes: airflowShapes },
  iam: { operations: iamOperations, shapes: iamShapes, isForm: true },
  kms: { operations: kmsOperations, shapes: kmsShapes },
  logs: { operations: logsOperations, shapes: logsShapes, badMember: "InvalidParameterException" },
  s3: { operations: s3Operations, shapes: s3Shapes },
  sts: { operations: stsOperations, shapes: stsShapes, isForm: true },
};

/** An operation, and its members as the model wants them. Refuses what it does not know and what the model forbids. */
export function operationOf(
  service: Service | undefined,
  operation: string,
  body: JsonObject | undefined,
): { act: SandboxOperation; members: JsonObject } {
  const known = service === undefined ? undefined : services[service];
  const act =
    known !== undefined && Object.hasOwn(known.operations, operation)
      ? known.operations[operation]
      : undefined;
  const shape = known?.shapes[operation];
  if (known === undefined || act === undefined || shape === undefined) {
    const name = [service, operation || "(none)"].filter((part) => part !== undefined).join(":");
    // Assumption: AWS sends no text with this code; here it says what is missing.
    return refuse("UnknownOperationException", `The sandbox has no operation ${name}.`);
  }
  if (body === undefined) return refuse("SerializationException");
  // A query string is text too: of MWAA's operations without a body.
  const isText = known.isForm || (service === "airflow" && operation === "ListEnvironments");
  const members = (isText ? typed(shape, body) : body) as JsonObject;
  checkMembers(shape, members, known.badMember);
  return { act, members };
}
