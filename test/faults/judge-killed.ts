/** What must hold after `kill -9`: the old policy or the wanted one, saved before it was replaced, and a next run that ends well. */
import type { Killed } from "./killed.js";

/** @returns a sentence for each promise that is broken */
export function judgeKilled({
  point,
  ended,
  stored,
  backups,
  wasSaved,
  next,
  storedNext,
}: Killed): readonly string[] {
  const isWritten =
    point.at.startsWith("read-back") ||
    point.at === "last look" ||
    (point.at === "write" && point.when === "after");
  const isSaved = point.at === "write" || isWritten || point.when === "unlink";
  const where = `killed at ${point.at} (${point.name})`;
  return [
    ...(ended.signal === "SIGKILL" ? [] : [`${where}: it ended by itself with ${ended.code}`]),
    ...(stored === (isWritten ? "new" : "old") ? [] : [`${where}: ${stored} is stored`]),
    ...(wasSaved ? [] : [`${where}: a write was sent before what was stored was saved`]),
    ...(isSaved === backups > 0 ? [] : [`${where}: ${backups} backups`]),
    ...(next.code === 0 && storedNext === "new"
      ? []
      : [`${where}: the next run ends with ${next.code}, ${storedNext}\n${next.stdout}${next.stderr}`]),
  ];
}
