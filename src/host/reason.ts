/** Why the system refused a file, in words. It knows no path: the name of a file half-written says nothing to anybody. */

const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "a part of its path is a file",
  EISDIR: "it is a folder",
  ENOSPC: "no space is left",
  EDQUOT: "no space is left",
  EFBIG: "it would be too long",
  ENAMETOOLONG: "its name is too long",
};

/** @returns `permission denied (EACCES)`, or what the error says of itself */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = words[code];
  if (known !== undefined) return `${known} (${code})`;
  return error instanceof Error ? error.message : String(error);
}
