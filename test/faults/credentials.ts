/** The sandbox's administrator in the environment of this process, for the SDK reads no other; taken out again after the file. */
import { afterAll, beforeAll } from "vitest";
import { homeOf } from "../../src/sandbox/home.js";
import { seedPrincipals } from "../../src/sandbox/seed-principals.js";

/** To be called once at the top of a test file. */
export function useSandboxCredentials(): void {
  const { accessKeyId, secretAccessKey } = seedPrincipals(homeOf({})).administrator;
  beforeAll(() => {
    process.env["AWS_ACCESS_KEY_ID"] = accessKeyId;
    process.env["AWS_SECRET_ACCESS_KEY"] = secretAccessKey;
  });
  afterAll(() => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
  });
}
