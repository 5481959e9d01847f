/** Texts with marks in them that each language writes as a function of its own: the account, the Region, the partition. */
import type { Partition } from "../key/arn.js";
import {
  composeLogsStatement,
  type LogsStatement,
  type LogsStatementFor,
} from "../policy/document/logs-statement.js";

/** What a mark stands for. */
export type Mark = "partition" | "region" | "account" | "suffix";

/** A piece of a text: as it is, or a mark. */
export type Part = string | { readonly mark: Mark };

/** A character that no identifier of AWS has. */
const fence = "\u0001";

/** What is written into a text where a function is to stand. */
export const marks: Readonly<Record<Mark, string>> = {
  partition: `${fence}partition${fence}`,
  region: `${fence}region${fence}`,
  account: `${fence}account${fence}`,
  suffix: `${fence}suffix${fence}`,
};

/** @returns the text cut at its marks */
export function partsOf(text: string): readonly Part[] {
  return text.split(fence).flatMap((piece, index): readonly Part[] => {
    if (index % 2 === 1 && Object.hasOwn(marks, piece)) return [{ mark: piece as Mark }];
    return piece === "" ? [] : [piece];
  });
}

/** @returns whether a text has a mark */
export function hasMark(text: string): boolean {
  return partsOf(text).some((part) => typeof part !== "string");
}

/**
 * Writes a text.
 *
 * @param plain how a piece is written that stands for itself
 * @param call how a mark is written
 */
export function written(
  text: string,
  plain: (piece: string) => string,
  call: (mark: Mark) => string,
): string {
  return partsOf(text)
    .map((part) => (typeof part === "string" ? plain(part) : call(part.mark)))
    .join("");
}

/** A partition of which everything is a mark. No Region is of it. */
const anyPartition = {
  id: marks.partition,
  dnsSuffix: marks.suffix,
  regions: /(?!)/,
} as unknown as Partition;

/** @returns the statement for wherever it is deployed; of the environment only its name stays a text */
export function markedStatement(wanted: LogsStatementFor): LogsStatement {
  const place = { partition: anyPartition, region: marks.region };
  switch (wanted.scope) {
    case "region":
      return composeLogsStatement({ scope: "region", ...place });
    case "account":
      return composeLogsStatement({ scope: "account", ...place, account: marks.account });
    case "environment":
      return composeLogsStatement({ ...wanted, ...place, account: marks.account });
  }
}
