/** Waivers: what they excuse, until when, and what is said of those that no longer serve. */
import { describe, expect, it } from "vitest";
import type { CheckOutcome, Finding } from "../../src/checks/check.js";
import { checks } from "../../src/checks/index.js";
import { applyStrictness } from "../../src/checks/run-checks.js";
import { parseManifest } from "../../src/manifest/manifest.js";
import { isUnwaivable, waivable } from "../../src/manifest/schema.js";
import { excusesFor, type Inspected, type Waiver, waiverFinding } from "../../src/manifest/waivers.js";
import { arn, id } from "./cases.js";

const otherArn = arn.replace("eu-west-1", "eu-west-2");

function waivers(...members: readonly { check?: string; key?: string; reason?: string; expires: string }[]) {
  const each = members.map((member) =>
    JSON.stringify({ check: "key-origin", key: id, reason: "SEC-123", ...member }),
  );
  const read = parseManifest(
    `schema: mwaa-kms/manifest/1\nwaivers:\n${each.map((text) => `- ${text}\n`).join("")}`,
    "m.yaml",
  );
  if (!read.ok) throw new Error(read.problems.map(({ what }) => what).join());
  return read.value.waivers;
}

function finding(check: string, outcome: CheckOutcome): Finding {
  return { check, title: check, page: "", weight: "verdict", bearing: "none", outcome, problems: [] };
}

function inspected(given: string, ...findings: readonly Finding[]): Inspected {
  const read = parseManifest(
    `schema: mwaa-kms/manifest/1\nenvironments: [{name: a, key: "${given}", ${given === id ? "region: eu-west-1" : ""}}]`,
    "m.yaml",
  );
  const target = read.ok ? read.value.environments[0]?.target : undefined;
  if (target === undefined) throw new Error(given);
  return { target, findings };
}

describe("excuses", () => {
  const subject = { keyId: id, arn };
  const until = (given: readonly Waiver[], today: string, of: { keyId: string; arn?: string } = subject) =>
    excusesFor(given, of, today)("key-origin")?.until;

  it("hold to the end of the last day", () => {
    const one = waivers({ expires: "2027-03-31" });
    expect(until(one, "2027-03-31")).toBe("2027-03-31");
    expect(until(one, "2027-04-01")).toBeUndefined();
    expect(excusesFor(one, subject, "2027-03-31")("key-origin")).toEqual({
      by: "waiver",
      reason: "SEC-123",
      until: "2027-03-31",
    });
  });

  it("are for one check and one key", () => {
    const one = waivers({ expires: "2027-03-31" });
    expect(excusesFor(one, subject, "2027-01-01")("key-manager")).toBeUndefined();
    expect(until(one, "2027-01-01", { keyId: id.replace("1", "2") })).toBeUndefined();
    const byArn = waivers({ key: arn, expires: "2027-03-31" });
    expect(until(byArn, "2027-01-01")).toBe("2027-03-31");
    expect(until(byArn, "2027-01-01", { keyId: id, arn: otherArn })).toBeUndefined();
    expect(until(byArn, "2027-01-01", { keyId: id })).toBeUndefined();
  });

  it("take the waiver that holds the longest", () => {
    const two = waivers({ expires: "2027-03-31" }, { key: arn, expires: "2027-05-31" });
    expect(until(two, "2027-03-01")).toBe("2027-05-31");
    expect(until([...two].reverse(), "2027-03-01")).toBe("2027-05-31");
  });

  it("make a failed check stand in nobody's way, until they expire", () => {
    const one = waivers({ expires: "2027-03-31" });
    const settled = (today: string) =>
      applyStrictness([finding("key-origin", "fail")], {
        strict: true,
        allowUnknown: false,
        excuseOf: excusesFor(one, subject, today),
      })[0]?.bearing;
    expect(settled("2027-03-31")).toBe("none");
    expect(settled("2027-04-01")).toBe("blocks");
  });
});

describe("the finding on waivers", () => {
  const said = (given: readonly Waiver[], of: readonly Inspected[], today = "2027-01-01") => {
    const found = waiverFinding(given, of, today);
    return found && [found.outcome, ...found.problems.map(({ code, at }) => `${code} ${at}`)];
  };
  const one = waivers({ expires: "2027-03-31" });

  it("is none without waivers", () => expect(said([], [])).toBeUndefined());

  it.each(["fail", "warn", "unknown"] as const)(
    "takes a waiver of a check that comes to %s as needed",
    (outcome) => expect(said(one, [inspected(id, finding("key-origin", outcome))])).toEqual(["pass"]),
  );

  it("calls a waiver unused whose check passes for all environments of the key", () => {
    const passes = inspected(id, finding("key-origin", "pass"), finding("key-manager", "fail"));
    const fails = inspected(arn, finding("key-origin", "fail"));
    expect(said(one, [passes])).toEqual(["warn", "waiver/unused m.yaml:3:3"]);
    expect(said(one, [passes, passes])).toEqual(["warn", "waiver/unused m.yaml:3:3"]);
    expect(said(one, [passes, fails])).toEqual(["pass"]);
  });

  it("calls a waiver unused whose key nobody has", () => {
    const byArn = waivers({ key: otherArn, expires: "2027-03-31" });
    expect(said(byArn, [inspected(arn, finding("key-origin", "fail"))])).toEqual([
      "warn",
      "waiver/unused m.yaml:3:3",
    ]);
  });

  it("says nothing where the check was not made, the key could not be asked about, or nobody knows whose it is", () => {
    expect(said(one, [inspected(id)])).toEqual(["pass"]);
    const byArn = waivers({ key: arn, expires: "2027-03-31" });
    expect(said(byArn, [inspected(id)])).toEqual(["pass"]);
    const known = { ...inspected(id, finding("key-origin", "fail")), key: { arn: otherArn } };
    expect(said(byArn, [known])).toEqual(["warn", "waiver/unused m.yaml:3:3"]);
  });

  it("tells of a waiver that has expired, needed or not", () => {
    expect(said(one, [inspected(id, finding("key-origin", "pass"))], "2027-04-01")).toEqual([
      "warn",
      "waiver/expired m.yaml:3:3",
    ]);
    expect(waiverFinding(one, [], "2027-04-01")?.problems[0]?.what).toContain("until 2027-03-31");
  });

  it("notes one that ends within thirty days, and passes", () => {
    const needed = [inspected(id, finding("key-origin", "fail"))];
    expect(said(one, needed, "2027-03-01")).toEqual(["pass", "waiver/ends-soon m.yaml:3:3"]);
    expect(said(one, needed, "2027-02-28")).toEqual(["pass"]);
  });
});

describe("what may be waived", () => {
  it("is every check but those whose failing is certain to stop MWAA", () => {
    expect(waivable).toContain("key-origin");
    expect(waivable).not.toContain("key-exists");
    const ids = checks.map(({ id: check }) => check);
    expect(ids.filter(isUnwaivable).sort()).toEqual([
      ...["identifier", "key-deletion", "key-exists", "key-spec", "key-state", "key-usage"],
    ]);
    expect([...waivable, ...ids.filter(isUnwaivable)].sort()).toEqual([...ids].sort());
  });
});
