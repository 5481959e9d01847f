/** When a policy's answers can change, and the first moment at which access ends. */
import { describe, expect, test } from "vitest";
import { readStatements } from "../../src/policy/document/statement.js";
import { firstLoss, momentsAfter, soon } from "../../src/policy/evaluate/time-limits.js";
import { allow, type Members, policy } from "./difference-policy.js";

const at = "2026-05-01T00:00:00.000Z";

function statementsOf(...statements: readonly Members[]) {
  const read = readStatements(policy(...statements));
  if (!read.ok) throw new Error("no policy");
  return read.value;
}
const when = (operator: string, key: string, ...values: readonly string[]) =>
  allow({ Condition: { [operator]: { [key]: values } } });

describe("the moments at which an answer can change", () => {
  const second = (date: string) => [date, new Date(Date.parse(date) + 1000).toISOString()];
  const later = "2026-06-01T00:00:00.000Z";
  test.each<[string, Members, readonly string[]]>([
    ["a date", when("DateLessThan", "aws:CurrentTime", "2026-06-01T00:00:00Z"), second(later)],
    ["a date that others read too", when("DateGreaterThan", "AWS:currenttime", later), second(later)],
    [
      "with IfExists and a set",
      when("ForAnyValue:DateLessThanIfExists", "aws:CurrentTime", later),
      second(later),
    ],
    ["a day", when("DateLessThan", "aws:CurrentTime", "2026-06-01"), second(later)],
    [
      "seconds since 1970",
      when("NumericLessThan", "aws:EpochTime", String(Date.parse(later) / 1000)),
      second(later),
    ],
    [
      "seconds since 1970 as a date",
      when("DateLessThan", "aws:EpochTime", String(Date.parse(later) / 1000)),
      second(later),
    ],
    ["a date that is past", when("DateLessThan", "aws:CurrentTime", "2026-04-01T00:00:00Z"), []],
    [
      "this very moment: the second after it",
      when("DateLessThanEquals", "aws:CurrentTime", at),
      ["2026-05-01T00:00:01.000Z"],
    ],
    ["no date", when("DateLessThan", "aws:CurrentTime", "soon"), []],
    ["a date of another key", when("DateLessThan", "aws:TokenIssueTime", later), []],
    ["a number beyond all time", when("NumericLessThan", "aws:EpochTime", "9e99"), []],
    [
      "two, the next first",
      when("DateLessThan", "aws:CurrentTime", "2026-07-01T00:00:00Z", later),
      [...second(later), ...second("2026-07-01T00:00:00.000Z")],
    ],
    ["one twice", when("DateLessThan", "aws:CurrentTime", later, "2026-06-01"), second(later)],
  ])("%s", (_name, statement, expected) =>
    expect(momentsAfter(statementsOf(statement), at)).toEqual(expected),
  );

  test("there are none where nobody knows the time", () => {
    const statements = statementsOf(when("DateLessThan", "aws:CurrentTime", later));
    expect(momentsAfter(statements, undefined)).toEqual([]);
    expect(momentsAfter(statements, "now")).toEqual([]);
  });
});

describe("the first loss", () => {
  const ends = (date: string) => {
    const statements = statementsOf(when("DateLessThan", "aws:CurrentTime", date));
    return firstLoss(statements, at, (moment) => Date.parse(moment) < Date.parse(date));
  };
  test.each<[string, string, object | undefined]>([
    ["within a day", "2026-05-01T12:00:00Z", { date: "2026-05-01 12:00:00 UTC", isSoon: true }],
    ["after a day to the second", "2026-05-02T00:00:00Z", { date: "2026-05-02 00:00:00 UTC", isSoon: true }],
    ["a second later", "2026-05-02T00:00:01Z", { date: "2026-05-02 00:00:01 UTC", isSoon: false }],
    ["after years", "2031-01-01T00:00:00Z", { date: "2031-01-01 00:00:00 UTC", isSoon: false }],
  ])("%s", (_name, date, expected) => {
    expect(ends(date)).toEqual(expected);
    expect(soon).toBe(86_400_000);
  });

  test("is the first moment at which access does not hold, whatever comes after it", () => {
    const dates = ["2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z", "2026-08-01T00:00:00Z"];
    const statements = statementsOf(when("DateLessThan", "aws:CurrentTime", ...dates));
    const holds = (moment: string) => !moment.startsWith("2026-07-01");
    expect(firstLoss(statements, at, holds)).toEqual({ date: "2026-07-01 00:00:00 UTC", isSoon: false });
  });

  test("there is none where access holds at all moments, or where nobody knows the time", () => {
    const statements = statementsOf(when("DateGreaterThan", "aws:CurrentTime", "2026-06-01T00:00:00Z"));
    expect(firstLoss(statements, at, () => true)).toBeUndefined();
    expect(firstLoss(statements, undefined, () => false)).toBeUndefined();
  });

  test("is found behind many dates that change nothing", () => {
    const days = Array.from({ length: 60 }, (_, day) =>
      new Date(Date.parse(at) + (day + 2) * soon).toISOString(),
    );
    const last = days.at(-1) ?? "";
    const statements = statementsOf(when("DateLessThan", "aws:CurrentTime", ...days));
    expect(firstLoss(statements, at, (moment) => moment < last)).toMatchObject({ isSoon: false });
  });
});
