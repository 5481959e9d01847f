/** What the html page says, and what of it is unfolded: of one key, and of many. */
import { describe, expect, test } from "vitest";
import type { Report } from "../../src/report/report.js";
import { renderHtml } from "../../src/reporters/html/html.js";
import { all, attribute, first, readPage, words } from "./html-page.js";
import { report, trouble } from "./reports.js";
import { inspected, many, root, scenes } from "./scenes.js";

describe("what is said", () => {
  const textOf = (each: Report) => words(first(all(readPage(renderHtml(each)), "body")));
  const detailsOf = (each: Report) =>
    all(readPage(renderHtml(each)), "details").map((element) => ({
      open: attribute(element, "open") !== undefined,
      kind: attribute(element, "class") ?? "",
      text: words(element),
    }));

  test("the verdict is the heading and begins the title, SANDBOX before it", () => {
    const page = readPage(renderHtml(scenes.lacksStatement()));
    expect(words(first(all(page, "h1")))).toBe("Not ready");
    expect(words(first(all(page, "title")))).toBe("SANDBOX: Not ready: demo (mwaa-kms)");
    expect(textOf(scenes.lacksStatement())).toContain("SANDBOX A local KMS on 127.0.0.1 answered, not AWS.");
    expect(textOf(scenes.ready())).not.toContain("SANDBOX");
  });

  test("what fails is unfolded, with what, why and the command", () => {
    const [first] = detailsOf(scenes.lacksStatement());
    expect(first).toMatchObject({ open: true, kind: "card check bad" });
    expect(first?.text).toContain("✗ Fails CloudWatch Logs can use the key");
    expect(first?.text).toContain("No statement in the key policy allows");
    expect(first?.text).toContain("mwaa-kms prepare arn:aws:kms:us-east-1:111122223333:key/");
  });

  test("what is waived is folded, and says why and how long; ready is then no plain yes", () => {
    const waived = detailsOf(scenes.waived()).find(({ text }) => text.includes("Waived"));
    expect(waived).toMatchObject({ open: false });
    expect(waived?.text).toContain("Waived until 2027-01-31: the platform team moves it in January");
    expect(textOf(scenes.waived())).toMatch(/Not ready, waived: [a-z, -]+\./);
    const header = all(readPage(renderHtml(scenes.waived())), "header")[0];
    expect(header && attribute(header, "class")).toBe("warning");
  });

  test("statements that stay are folded, what comes and goes stands side by side", () => {
    const statements = detailsOf(scenes.lacksStatement()).filter(({ kind }) => kind.startsWith("statement"));
    expect(statements.map(({ open, kind }) => `${kind} ${open}`)).toEqual([
      ...new Array(3).fill("statement keep false"),
      "statement add true",
    ]);
    expect(statements[3]?.text).toContain(
      'BeforeAfter Not in the policy.+{ + "Sid": "AllowCloudWatchLogsForMwaa"',
    );
  });

  test("a changed statement has its lines beside each other, with signs", () => {
    const before = { pointer: "/Statement/0", value: { Sid: "a", Action: ["x", "y"], Resource: "*" } };
    const after = { pointer: "/Statement/0", value: { Sid: "a", Action: ["x", "z"], Resource: "*" } };
    const change = { action: "replace", before, after, members: [] } as const;
    const difference = { changes: [change], widens: "unknown", gains: [], empty: false } as const;
    const page = readPage(
      renderHtml(
        report({ verdict: "different", body: { kind: "difference", from: "a", to: "b", difference } }),
      ),
    );
    const rows = all(page, "tr").map((row) => words(row));
    expect(rows).toContain('"x", "x",');
    expect(rows).toContain('− "y"+ "z"');
    expect(rows).toHaveLength(9);
  });

  test("the table of who may do what says the answer in words too", () => {
    const rows = all(readPage(renderHtml(scenes.denied())), "tr").map((row) => words(row));
    expect(rows).toContain(`logs.us-east-1.amazonaws.com service${"✗ denied".repeat(11)}`);
    expect(textOf(scenes.denied())).toContain('denied. Statement "Keep the logs service out".');
  });

  test("grants are held against the live ones; none at all is no fault before there is an environment", () => {
    expect(textOf(scenes.denied())).toContain("mwaa-fargate-access-for-demo ✗ missing");
    expect(textOf(scenes.lacksStatement())).toContain("None of them is on the key yet");
    expect(textOf(scenes.lacksStatement())).not.toContain("✗ missing");
  });

  test("an early failure has its problems and no empty sections", () => {
    const page = readPage(renderHtml(report({ verdict: "asked-wrongly", problems: [trouble] })));
    expect(all(page, "h2").map((each) => words(each))).toEqual(["Problems"]);
    expect(all(page, "nav")).toEqual([]);
  });
});

describe("many environments", () => {
  test("have a table that leads to each, and are unfolded where they are not ready", () => {
    const page = readPage(renderHtml(scenes.many()));
    const links = all(page, "a").filter((each) => /^#e\d+$/.test(attribute(each, "href") ?? ""));
    expect(links.map((each) => words(each))).toEqual(["orders", "billing", "search", "reports", "staging"]);
    const environments = all(page, "details").filter((each) =>
      attribute(each, "class")?.startsWith("environment"),
    );
    expect(environments.map((each) => attribute(each, "open") !== undefined)).toEqual([
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(words(first(all(page, "header")))).toContain("2 of 5 environments are ready.");
  });

  test("a thousand make a page that a browser can open, and it says what it left out", () => {
    const [good, bad] = [scenes.ready(), scenes.lacksStatement()];
    const text = renderHtml(
      many(Array.from({ length: 1000 }, (_, at) => ({ ...(at % 2 === 0 ? good : bad) }))),
    );
    expect(text.length).toBeLessThan(8_000_000);
    expect(text).toContain("the first 50 of them: 450 more have their checks alone");
    expect(text.match(/class="diff"/g)).toHaveLength(50);
  });
});

describe("a policy of 32 KB", () => {
  test("fits a page of reasonable size", () => {
    const statements = Array.from({ length: 200 }, (_, at) => ({ ...root, Sid: `statement ${at}` }));
    const text = renderHtml(inspected({ statements }));
    expect(text.length).toBeLessThan(400_000);
  });
});
