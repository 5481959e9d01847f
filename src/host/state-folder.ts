/** Where the tool keeps its own state on each system. It makes no folder. */
import { userInfo } from "node:os";
import { posix, win32 } from "node:path";

const own = "mwaa-kms";

/**
 * An absolute `$XDG_STATE_HOME` counts on every system; relative ones are to be ignored by its specification
 * (https://specifications.freedesktop.org/basedir-spec/latest/). So is a home that is empty or relative: the folder that one
 * happens to stand in is nobody's state.
 *
 * @param homeOfUser the home of the system's list of users, or undefined where it has none
 */
export function stateFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homeOfUser: () => string | undefined = homeInList,
): string {
  const paths = platform === "win32" ? win32 : posix;
  const absolute = (path: string | undefined) =>
    path !== undefined && paths.isAbsolute(path) ? path : undefined;
  const xdg = absolute(env["XDG_STATE_HOME"]);
  if (platform === "win32") {
    const local = absolute(env["LOCALAPPDATA"]);
    const home = absolute(env["USERPROFILE"]) ?? absolute(homeOfUser()) ?? "C:\\";
    return win32.join(local ?? win32.join(home, "AppData", "Local"), own);
  }
  if (xdg !== undefined) return posix.join(xdg, own);
  const home = absolute(env["HOME"]) ?? absolute(homeOfUser()) ?? "/";
  return platform === "darwin"
    ? posix.join(home, "Library", "Application Support", own)
    : posix.join(home, ".local", "state", own);
}

/** A container may run as a user that no list has. */
function homeInList(): string | undefined {
  try {
    return userInfo().homedir;
  } catch {
    return undefined;
  }
}
