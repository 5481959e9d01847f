/** Builds the program once before the tests, so that the spawned binaries are those of the sources beside them. */
import { execFileSync } from "node:child_process";

export default function build(): void {
  execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
}
