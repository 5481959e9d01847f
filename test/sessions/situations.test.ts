/** Each situation that a user meets, in one line: the command, its exit code and verdict, and the codes of the problems that count. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everyFinding } from "../../src/report/compose.js";
import type { Report } from "../../src/report/report.js";
import type { Verdict } from "../../src/report/verdict.js";
import { against, closed, publishedReportSchema, validatorOf } from "../documents/published.js";
import { openTerminal, type Terminal } from "../terminal.js";

const validate = validatorOf(closed(publishedReportSchema()));

let terminal: Terminal;
beforeAll(() => {
  terminal = openTerminal();
});
afterAll(() => terminal.dispose());

const arn = (last: string, account = "111122223333") =>
  `arn:aws:kms:us-east-1:${account}:key/5eed0000-0000-4000-8000-0000000000${last}`;
const demo = (last: string) => `${arn(last)} -e demo`;
const elsewhere = `check ${arn("0c", "444455556666")} -e demo`;
const mrk = "mrk-5eed0000000040008000000000000009";

const manifest = `schema: mwaa-kms/manifest/1
environments:
  - { name: good, key: ${arn("01")} }
  - { name: lacking, key: ${arn("02")} }
  - { name: denied, key: ${arn("03")} }
waivers:
  - { check: logs-access, key: ${arn("02")}, reason: created next week, expires: 2026-12-31 }
  - { check: logs-access, key: ${arn("01")}, reason: no longer needed, expires: 2026-12-31 }
`;

type Row = readonly [command: string, exit: number, verdict: Verdict, codes?: string];

const situations: readonly Row[] = [
  [`check ${demo("01")}`, 0, "ready"],
  [`check ${demo("02")}`, 1, "not-ready", "logs/missing"],
  [`check ${demo("03")}`, 1, "not-ready", "logs/denied"],
  [`check ${demo("04")}`, 1, "not-ready", "logs/context-region logs/missing logs/principal-region"],
  [`check ${demo("05")}`, 1, "not-ready", "readiness/disabled"],
  [`check ${demo("06")}`, 1, "not-ready", "readiness/pending-deletion"],
  [`check ${demo("07")}`, 1, "not-ready", "readiness/pending-import"],
  [`check ${demo("08")}`, 1, "not-ready", "readiness/spec"],
  [`check ${demo("0a")}`, 1, "not-ready", "readiness/spec readiness/usage"],
  [`check ${demo("0b")}`, 1, "not-ready", "logs/missing readiness/aws-managed role/account-missing"],
  [`check ${demo("0d")}`, 1, "not-ready", "logs/missing"],
  [`check ${demo("0e")}`, 0, "ready"],
  [`check ${demo("0f")}`, 0, "ready"],
  [`check 00000000-0000-4000-8000-000000000000 -e demo`, 1, "not-ready", "aws/key-not-found"],
  [elsewhere, 1, "not-ready", "aws/other-account key/other-account"],
  [`${elsewhere} --accept cross-account`, 3, "could-not-tell", "aws/other-account"],
  [`${elsewhere} --accept cross-account --allow-unknown`, 0, "ready"],
  [
    `${elsewhere} --accept cross-account --strict`,
    1,
    "not-ready",
    "aws/access-denied aws/other-account key/cross-account readiness/creator-inconclusive",
  ],
  [`check ${mrk}`, 2, "asked-wrongly", "key/multi-region"],
  [`check arn:aws:kms:us-west-2:111122223333:key/${mrk}`, 2, "asked-wrongly", "key/multi-region"],
  ["check alias/airflow", 2, "asked-wrongly", "key/alias"],
  ["check --profile prod", 2, "asked-wrongly", "usage/beside-sandbox"],
  ["check --manifest FOLDER/mwaa-kms.yaml", 1, "not-ready", "logs/denied"],
  ["check --manifest FOLDER/bad.yaml", 2, "asked-wrongly", "manifest/missing manifest/type"],
  [`diff ${demo("02")}`, 1, "would-change", "logs/missing"],
  [`prepare ${demo("03")} --yes`, 1, "not-ready", "logs/denied plan/not-enough"],
  [`prepare ${demo("05")} --yes`, 1, "not-ready", "plan/key-unfit readiness/disabled"],
  [`prepare ${demo("0d")} --yes`, 1, "not-ready", "aws/limit-exceeded logs/missing"],
  [`prepare ${demo("02")} --yes`, 0, "ready"],
  [`grants ${demo("0e")} --verify`, 0, "done"],
  [`grants ${demo("0f")} --verify`, 1, "incomplete"],
];

describe("a situation", () => {
  const titled = situations.map((row) => [`${row[0]}: ${row[1]} ${row[2]}`, row] as const);
  it.each(titled)("%s", async (_title, [command, exit, verdict, codes = ""]) => {
    writeFileSync(join(terminal.folder, "mwaa-kms.yaml"), manifest);
    writeFileSync(join(terminal.folder, "bad.yaml"), "environments: 3\n");
    const words = command.replace("FOLDER", terminal.folder).split(" ");
    const { code, stdout } = await terminal.run(...words, "--sandbox", "--format", "json");
    const report = JSON.parse(stdout) as Report;
    const counting = everyFinding(report).filter(({ bearing }) => bearing !== "none");
    const problems = [...report.problems, ...counting.flatMap((each) => each.problems)];
    const found = [...new Set(problems.map((each) => each.code))].sort().join(" ");
    expect([code, report.verdict, found]).toEqual([exit, verdict, codes]);
    expect(against(validate, report)).toEqual([]);
  });
});
