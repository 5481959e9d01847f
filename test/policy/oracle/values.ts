/** Values that a condition key of unknown value is tried with: one that no literal of the policy matches, and each literal made concrete. */
import { comparisons, negations } from "./compare.js";
import type { ConditionEntry } from "./condition.js";
import { textsOf } from "./condition.js";
import { instant } from "./instant.js";
import { couldBe, isMultivalued, type KeyKind, kindOf } from "./keys.js";

/** Candidates for a value that is none of the listed ones; further ones for policies that happen to list the first. */
const others: Readonly<Record<KeyKind, readonly string[]>> = {
  text: ["zz-other", "o-zz0ther", "7"],
  boolean: ["false", "true"],
  arn: ["arn:aws:iam::999999999999:role/zz-other", "arn:aws:s3:::zz-other"],
  account: ["999999999999", "888888888888"],
  address: ["198.51.100.77", "9.9.9.9", "2001:db8:ffff::9"],
  date: ["2031-07-07T07:07:07Z", "2001-01-01T01:01:01Z"],
  epoch: ["1941087600", "978310861"],
  service: ["zz-other.us-east-1.amazonaws.com", "zz.amazonaws.com"],
  number: ["77777", "3"],
};

/** Values that one literal of the policy speaks of: what it matches, and its limits on both sides. */
function concrete(key: string, text: string): readonly string[] {
  switch (kindOf(key)) {
    case "boolean":
      return ["true", "false"];
    case "date":
      return around(text, (time) => new Date(time).toISOString().replace(".000Z", "Z"));
    case "epoch":
      return around(text, (time) => String(time / 1000));
    case "number":
      return [text, String(Number(text) - 1), String(Number(text) + 1)];
    case "address":
      return [text.split("/")[0] ?? ""];
    default: {
      const filled = text.replaceAll("${*}", "*").replaceAll("${?}", "?").replaceAll("${$}", "$");
      return [
        filled,
        filled.replaceAll("*", "").replaceAll("?", "x"),
        filled.replaceAll("*", "x").replaceAll("?", "x"),
        text.toLowerCase(),
      ];
    }
  }
}

function around(text: string, format: (time: number) => string): readonly string[] {
  const range = instant(text);
  return range === undefined ? [] : range.flatMap((time) => [time - 1000, time, time + 1000].map(format));
}

/** The values of a key, without "absent"; `literals` false: only the value that none of the literals matches. */
export function valuesOf(
  key: string,
  entries: readonly ConditionEntry[],
  literals: boolean,
): readonly (readonly string[])[] {
  const mine = entries.filter((entry) => entry.key.toLowerCase() === key);
  const other = otherThan(key, mine);
  const listed = mine.flatMap((entry) => textsOf(entry.values) ?? []).flatMap((text) => concrete(key, text));
  const boolean = kindOf(key) === "boolean" ? ["true", "false"] : [];
  const single = [...new Set([other, ...boolean, ...(literals ? listed : [])])].filter((value) =>
    couldBe(key, value),
  );
  if (!isMultivalued(key) || single.length === 1) return single.map((value) => [value]);
  return [...single.map((value) => [value]), single.slice(1), [other, single.at(1) ?? other]];
}

function otherThan(key: string, entries: readonly ConditionEntry[]): string {
  const candidates = others[kindOf(key)];
  const isListed = (value: string) =>
    entries.some(({ operator, values }) => {
      const bare = operator.replace(/^For(All|Any)Values?:/, "").replace(/IfExists$/, "");
      const compare = comparisons[negations[bare] ?? bare];
      return textsOf(values)?.some(
        (text) => compare?.(value, { text, hasVariables: false, context: {} }) !== false,
      );
    });
  return candidates.find((value) => !isListed(value)) ?? candidates[0] ?? "";
}
