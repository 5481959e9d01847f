/** Gives memory back that nobody uses any more. It knows nothing of who used it. */

/**
 * Collects garbage. Node lets the heap of a long run grow to hundreds of megabytes before it looks for any by itself; in a
 * small container of a pipeline that is too much.
 *
 * Source: https://chromedevtools.github.io/devtools-protocol/tot/HeapProfiler/#method-collectGarbage
 */
export async function releaseMemory(): Promise<void> {
  // A Node that was built without the inspector does without.
  const inspector = await import("node:inspector/promises").catch(() => undefined);
  if (inspector === undefined) return;
  const session = new inspector.Session();
  session.connect();
  await session.post("HeapProfiler.collectGarbage").catch(() => undefined);
  session.disconnect();
}
