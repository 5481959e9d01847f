/** The files of the real machine. It knows nothing of what is in them. */
import { readdir, writeFile } from "node:fs/promises";
import type { Files } from "./host.js";
import { createPrivate } from "./private-file.js";
import { readBounded } from "./read.js";

export const nodeFiles: Files = {
  read: readBounded,
  createPrivate,
  create: (path, text) => writeFile(path, text, { mode: 0o600, flag: "wx", flush: true }),
  list: async (folder) => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    return names.toSorted();
  },
};
