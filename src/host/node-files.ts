/** The files of the real machine. It knows nothing of what is in them. */
import { appendFile, readdir } from "node:fs/promises";
import type { Files } from "./host.js";
import { createPrivate, createWhole, tryPrivate, tryWhole } from "./private-file.js";
import { tryPublic, writePublic } from "./public-file.js";
import { readBounded } from "./read.js";
import { refuseUnsafeFolder, refuseUnsafeWay } from "./safe-folder.js";

/** @param state this tool's own state folder, whose parents are looked at too */
export function filesOf(state?: string): Files {
  return {
    read: readBounded,
    createPrivate: (folder, name, text) => createPrivate(folder, name, text, state),
    create: async (path, text) => void (await createWhole(path, text)),
    write: writePublic,
    tryWrite: tryPublic,
    tryPrivate: (folder) => tryPrivate(folder, state),
    tryCreate: tryWhole,
    append: (path, text) => appendFile(path, text),
    list: async (folder) => {
      try {
        if (state !== undefined) await refuseUnsafeWay(folder, state);
        await refuseUnsafeFolder(folder);
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
        throw error;
      }
      const entries = await readdir(folder, { withFileTypes: true });
      // A pipe would never end, and a link leads elsewhere.
      return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).toSorted();
    },
  };
}

export const nodeFiles: Files = filesOf();
