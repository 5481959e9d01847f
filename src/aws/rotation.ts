/** Whether KMS rotates a key by itself. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html */
import { GetKeyRotationStatusCommand, type KMSClient } from "@aws-sdk/client-kms";
import type { Rotation } from "../key/neighbours.js";
import type { Fact } from "../problem/parsed.js";
import { rotationAnswer } from "./answers-neighbours.js";
import { call, type Line } from "./call.js";

/** @returns unknown (`aws/unsupported`) for keys that KMS never rotates by itself: asymmetric, HMAC, imported material */
export function getKeyRotationStatus(line: Line, client: KMSClient, KeyId: string): Promise<Fact<Rotation>> {
  return call(line, "kms:GetKeyRotationStatus", KeyId, rotationAnswer, (abortSignal) =>
    client.send(new GetKeyRotationStatusCommand({ KeyId }), { abortSignal }),
  );
}
