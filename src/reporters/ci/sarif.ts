/** The report as SARIF 2.1.0: one run, a rule for each check that has something to say, a result for each thing it says. */

import type { Report } from "../../report/report.js";
import { printableJson } from "../text.js";
import { callersOf } from "../view/callers.js";
import { type Section, sectionsOf, verdictSentence } from "./cases.js";
import { distinct, identityOf, type Location, placeOf } from "./location.js";
import { type Case, type Message, messageLines } from "./messages.js";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** @returns one SARIF log and a line end */
export function renderSarif(report: Report): string {
  const sections = sectionsOf(report);
  const spoken = sections.flatMap(({ cases }) => cases.filter(({ messages }) => messages.length > 0));
  const rules = [...new Map(spoken.map((one) => [one.rule, ruleOf(one)])).values()];
  const unique = distinct();
  const [name = "mwaa-kms", version = ""] = report.tool.split(" ");
  const log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name, version, rules } },
        invocations: [invocationOf(report)],
        columnKind: "utf16CodeUnits",
        results: sections.flatMap((section) =>
          section.cases.flatMap((one) =>
            one.messages.map((message) =>
              resultOf(
                message,
                one,
                section,
                rules.findIndex(({ id }) => id === one.rule),
                unique,
              ),
            ),
          ),
        ),
      },
    ],
  };
  return `${printableJson(JSON.stringify(log, null, 2))}\n`;
}

function ruleOf({ rule, title, page, messages }: Case) {
  const helpUri = page ?? messages[0]?.page;
  return {
    id: rule,
    shortDescription: { text: title },
    // SARIF takes absolute addresses only; a page of this tool's own is a path.
    ...(helpUri?.startsWith("https://") ? { helpUri } : {}),
  };
}

/** The run failed only where it could not do its work; a key that is not ready is its result. */
function invocationOf(report: Report) {
  const callers = callersOf(report);
  return {
    executionSuccessful: report.verdict !== "asked-wrongly" && report.verdict !== "bug",
    exitCode: report.exitCode,
    exitCodeDescription: verdictSentence(report),
    ...(callers.length === 0 ? {} : { properties: { callers } }),
  };
}

/** `kind` says that a thing is open; its level must then be `none` (SARIF 2.1.0, §3.27.10). */
function resultOf(
  message: Message,
  one: Case,
  section: Section,
  ruleIndex: number,
  unique: (identity: string) => string,
) {
  const level = message.level === "open" ? "none" : message.level;
  const { title, rule, excuse, state } = one;
  return {
    ruleId: rule,
    ruleIndex,
    kind: message.level === "open" ? "open" : "fail",
    level,
    message: { text: withoutLinks(messageLines(message).join("\n")) },
    locations: [locationOf(placeOf(message, section), message, section)],
    partialFingerprints: { "mwaa-kms/v1": unique(identityOf(message, rule, section)) },
    ...(excuse === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: excuse }] }),
    properties: { title, state, ...(message.code === undefined ? {} : { code: message.code }) },
  };
}

function locationOf({ path, line, column }: Location, { resource }: Message, { name, report }: Section) {
  const key = resource ?? report.address ?? report.key?.arn ?? report.target?.key.given;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path) },
      region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
    },
    logicalLocations: [{ name, kind: "resource", ...(key === undefined ? {} : { fullyQualifiedName: key }) }],
  };
}

/** `[text](address)` is a link also in a plain message (§3.11.6). Without arguments nothing stands for a brace. */
function withoutLinks(text: string): string {
  return text.replaceAll(/[\\[\]]/g, "\\$&");
}

/** A relative path is read from the checkout's root. A lone surrogate has no UTF-8, and so no URI. */
function uriOf(path: string): string {
  const wellFormed = path.replaceAll(/\p{Surrogate}/gu, "_");
  const encoded = wellFormed.split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}
