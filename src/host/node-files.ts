/** The files of the real machine. It knows nothing of what is in them. */
import { appendFile, readdir } from "node:fs/promises";
import type { Files } from "./host.js";
import { createPrivate, createWhole } from "./private-file.js";
import { writePublic } from "./public-file.js";
import { readBounded } from "./read.js";

export const nodeFiles: Files = {
  read: readBounded,
  createPrivate,
  create: async (path, text) => void (await createWhole(path, text)),
  write: writePublic,
  append: (path, text) => appendFile(path, text),
  list: async (folder) => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    return names.toSorted();
  },
};
