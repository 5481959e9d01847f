/** A sandbox in a process of its own, on the folder that is named; its URL goes to standard output. */
import { startSandbox } from "../../dist/sandbox.js";

const sandbox = await startSandbox({ statePath: process.argv[2] });
process.stdout.write(`${sandbox.url}\n`);
