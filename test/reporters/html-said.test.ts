/** What the html page shows, and what of it is folded: of one key, and of several. */
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../src/reporters/html/html.js";
import type { View } from "../../src/reporters/view/view.js";
import { all, attribute, type Element, first, readPage, words } from "./html-page.js";
import { arn, causes, fleet, view, views } from "./views.js";

const pageOf = (source: View) => readPage(renderHtml(source));
const textOf = (source: View) => words(first(all(pageOf(source), "body")));
const withClass = (source: View, name: string) =>
  pageOf(source).elements.filter((element) => attribute(element, "class")?.split(" ").includes(name));
const inside = (element: Element, name: string): readonly Element[] =>
  element.childNodes.flatMap((node) =>
    "tagName" in node ? [...(node.tagName === name ? [node] : []), ...inside(node, name)] : [],
  );

describe("the head", () => {
  test("has verdict, count, time, key and environment; the rest is folded", () => {
    const header = first(all(pageOf(views.oneCause), "header"));
    const [folded] = inside(header, "details");
    const rest = folded === undefined ? "" : words(folded);
    expect(words(header).replace(rest, "").trim()).toBe(
      `✗ Not ready 1 problem. 18 checks passed. Read 2026-11-25 21:49:41 UTC Key${arn} Environmentdemo (us-east-1)`,
    );
    expect(rest).toMatch(/^More Callerarn:aws:sts:/);
  });

  test("the verdict begins the title, and the origin comes before it", () => {
    const title = (source: View) => words(first(all(pageOf(source), "title")));
    expect(title(views.oneCause)).toBe("Not ready: demo (us-east-1) (mwaa-kms)");
    expect(title(views.fourCauses)).toBe("Sandbox: Not ready: demo (us-east-1) (mwaa-kms)");
    expect(textOf(views.fourCauses)).toContain("Sandbox: A local KMS answered.");
    expect(textOf(views.ready)).not.toContain("Sandbox");
  });

  test("a verdict that is only a word is shown once", () =>
    expect(words(first(all(pageOf(views.early), "header")))).toBe(
      "✗ Usage error Read 2026-11-25 21:49:41 UTC",
    ));
});

describe("causes", () => {
  const [disabled, , bucket, region] = withClass(views.fourCauses, "cause").map((element) => words(element));

  test("have title, code, what, why, fix and page, once and unfolded", () => {
    expect(disabled).toMatch(
      /^✗ Problem 1\. The key is disabled \[readiness\/disabled\] The key state is Disabled\. KMS rejects .* Fix:aws kms enable-key .* Docs:https:/,
    );
    expect(bucket).toContain("3. The bucket is in another Region: demo-oregon [bucket/region]");
    const isFolded = withClass(views.oneCause, "plain").some((fold) => inside(fold, "article").length > 0);
    expect(isFolded).toBe(false);
  });

  test("mark the part that an edit changes, in words too, and offer the other way", () => {
    expect(region).toContain(`"arn:aws:logs:removed: us-west-2:111122223333:*"`);
    expect(region).toContain(`"arn:aws:logs:added: us-east-1:111122223333:*"`);
    expect(region).toContain("Or:mwaa-kms prepare");
    const [gone] = all(pageOf(views.fourCauses), "del");
    expect(gone && words(gone)).toBe("removed: us-west-2");
  });

  test("that are notes are folded", () => {
    const [fold] = withClass(views.fourCauses, "plain").filter((element) =>
      words(element).startsWith("1 note"),
    );
    expect(fold?.tagName).toBe("details");
  });
});

describe("the rest", () => {
  test("passed checks are a folded count; others are not folded with them", () => {
    const checks = withClass(views.fourCauses, "part")[1] as Element;
    expect(words(checks)).toContain("Checks 6 passed ✗Failed: CloudWatch Logs can use the key logs-access");
    expect(words(checks)).toContain(
      "!Waived: Automatic rotation is on rotation no statement allows it; waived until 2027-06-30: SEC-123",
    );
    expect(inside(checks, "a")).toEqual([]);
  });

  test("a change has its lines with signs, and what follows from it", () => {
    expect(words(first(withClass(views.prepared, "diff")))).toContain(`- "kms:*" + "kms:Decrypt"`);
    expect(textOf(views.prepared)).toContain("New accessCloudWatch Logs can use the key for log groups");
    expect(textOf(views.prepared)).toContain("Undo:mwaa-kms restore --last");
  });

  test("short names of principals have the long one as title, and marks have words", () => {
    const text = textOf(views.oneCause);
    expect(text).toContain("logs.us-east-1.amazonaws.com✗denied");
    const titles = pageOf(views.oneCause).elements.flatMap((element) => attribute(element, "title") ?? []);
    expect(titles).toContain("arn:aws:iam::111122223333:role/DataPlatform");
  });

  test("the picture is not folded, and says in words which edge is broken", () => {
    const page = pageOf(views.oneCause);
    const sections = all(page, "main")[0]?.childNodes.filter((node) => "tagName" in node) ?? [];
    const drawn = sections.find((section) => inside(section as Element, "svg").length > 0) as Element;
    expect(inside(drawn, "details")).toEqual([]);
    expect(words(first(all(page, "desc")))).toContain("CloudWatch Logs: broken (key policy statement).");
  });
});

describe("several environments", () => {
  test("are a matrix with a column for each cause, first of all, and lead to their parts", () => {
    const page = pageOf(views.fleet);
    expect(words(first(all(page, "h2")))).toBe("Environments");
    expect(
      all(page, "tr")
        .slice(0, 2)
        .map((row) => words(row)),
    ).toEqual([
      "EnvironmentStatusCloudWatch Logs cannot use the keyThe key is disabledThe log group ARN has another RegionThe bucket is in another RegionAccess deniedRegion",
      "orders✗ not ready✗Problem✗Problem✗Problem✗Problem?Unknownus-east-1",
    ]);
    expect(all(page, "article")).toHaveLength(5);
    const link = all(page, "a").find((element) => words(element) === "billing");
    const target = page.elements.find(
      (element) => attribute(element, "id") === attribute(link as Element, "href")?.slice(1),
    );
    expect(target && words(target)).toContain("Not ready: 1 problem.");
  });

  test("a thousand make a page that a browser can open, and it says what is left out", () => {
    const names = Array.from({ length: 1000 }, (_, at) => `environment-${at}`);
    const text = renderHtml(fleet(names, (_name, at) => at % 2 === 0));
    expect(text.length).toBeLessThan(3_000_000);
    expect(text).toContain("950 more environments have no part of their own on this page.");
  });

  test("an early failure has its problem and no empty section", () => {
    expect(all(pageOf(views.early), "h2").map((element) => words(element))).toEqual(["Problems"]);
    expect(all(pageOf(view({ sections: [] })), "h2")).toEqual([]);
    expect(textOf(views.early)).toContain(causes.disabled.title);
  });
});
