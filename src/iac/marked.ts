/** The statement composed with marks in place of partition, Region and account, for languages that have functions for them. */
import type { Partition } from "../key/partition.js";
import { composeLogsStatement, type LogsStatement, type LogsStatementFor } from "../policy/logs-statement.js";
import { marks } from "./parts.js";

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
