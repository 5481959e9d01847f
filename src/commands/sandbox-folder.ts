/** Where the sandbox lives on disk. It starts nothing, so that naming the place loads no server. */
import { join } from "node:path";
import type { Host } from "../host/host.js";

/** Where the sandbox keeps its state between runs, apart from that of real keys. */
export function sandboxFolder(host: Host): string {
  return join(host.stateFolder, "sandbox");
}
