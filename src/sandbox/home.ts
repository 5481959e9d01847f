/** The account and the Region of the seeds, and those of what lies elsewhere. */
import type { Home } from "./model.js";

/** What lies elsewhere is in the same partition. */
export function homeOf({
  account = "111122223333",
  region = "us-east-1",
}: Readonly<Partial<Record<"account" | "region", string | undefined>>>): Home {
  const others: Readonly<Record<string, string>> = { "cn-": "cn-northwest-1", "us-gov-": "us-gov-east-1" };
  const [, other = "us-west-2"] = Object.entries(others).find(([start]) => region.startsWith(start)) ?? [];
  const spare: Readonly<Record<string, string>> = {
    "us-west-2": "us-east-1",
    "cn-northwest-1": "cn-north-1",
    "us-gov-east-1": "us-gov-west-1",
  };
  return {
    account,
    region,
    otherAccount: account === "444455556666" ? "111122223333" : "444455556666",
    otherRegion: region === other ? (spare[other] ?? other) : other,
  };
}
