/** A manifest read from a file, whole or for its waivers alone. */

import { longestManifest, type Manifest, parseManifest } from "../manifest/manifest.js";
import type { Waiver } from "../manifest/waivers.js";
import type { Host } from "../platform/host.js";
import { problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";

export interface ManifestText extends Manifest {
  readonly text: string;
}

/** @param file a path; `-` is standard input */
export async function readManifest(
  file: string,
  { files }: Pick<Host, "files">,
): Promise<Result<ManifestText>> {
  try {
    const text = await files.read(file, longestManifest);
    const manifest = parseManifest(text, file);
    return manifest.ok ? ok({ ...manifest.value, text }) : manifest;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(problem("manifest/unread", { file, reason }, file));
  }
}

/** @returns the manifest, which has an environment at least */
export async function readEnvironments(
  file: string,
  host: Pick<Host, "files">,
): Promise<Result<ManifestText>> {
  const manifest = await readManifest(file, host);
  if (!manifest.ok || manifest.value.environments.length > 0) return manifest;
  return fail(problem("manifest/no-environments", { file }, file));
}

/** @returns the waivers of a manifest; none where none is named */
export async function readWaivers(
  file: string | undefined,
  host: Pick<Host, "files">,
): Promise<Result<readonly Waiver[]>> {
  if (file === undefined) return ok([]);
  const manifest = await readManifest(file, host);
  return manifest.ok ? ok(manifest.value.waivers) : manifest;
}
