/** Where the tool keeps its own state on each system. It makes no folder. */
import { homedir } from "node:os";
import { posix, win32 } from "node:path";

const own = "mwaa-kms";

/**
 * An absolute `$XDG_STATE_HOME` counts on every system; relative ones are to be ignored by its specification
 * (https://specifications.freedesktop.org/basedir-spec/latest/).
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  if (platform === "win32") {
    const local = env["LOCALAPPDATA"] || win32.join(env["USERPROFILE"] || homedir(), "AppData", "Local");
    return win32.join(local, own);
  }
  const xdg = env["XDG_STATE_HOME"];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, own);
  const home = env["HOME"] || homedir();
  return platform === "darwin"
    ? posix.join(home, "Library", "Application Support", own)
    : posix.join(home, ".local", "state", own);
}
