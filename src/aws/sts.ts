/** The one call to STS. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { Caller } from "../key/metadata.js";
import type { Fact } from "../problem/parsed.js";
import { callerAnswer } from "./answers.js";
import { call, type Line } from "./call.js";

/** @returns who calls; needs no permission, so a refusal means that the credentials themselves are wrong */
export function getCallerIdentity(line: Line, client: STSClient): Promise<Fact<Caller>> {
  return call(line, "sts:GetCallerIdentity", "*", callerAnswer, (abortSignal) =>
    client.send(new GetCallerIdentityCommand({}), { abortSignal }),
  );
}
