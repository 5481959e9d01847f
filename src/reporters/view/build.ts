/** Report → View: what a page shows, in its order and words. The one place that knows every body of a report. */
import { eachReport } from "../../report/compose.js";
import type { Body, Report } from "../../report/report.js";
import { callersOf } from "./callers.js";
import { causesOf, causesOfAll, fixView } from "./causes.js";
import { differenceDiff, planDiff } from "./change.js";
import { checkRows } from "./checks.js";
import { changeSections, environmentsTable, nameOf } from "./fleet.js";
import { grantsBlocks, verifiedBlocks } from "./grants.js";
import { accessTable, pictureOf } from "./picture.js";
import { utc } from "./utc.js";
import { shortOf, verdictOf } from "./verdict.js";
import type { Block, Cause, Item, Row, Section, Step, View } from "./view.js";
import { manyWriteBlocks, restoredAt, writeBlocks } from "./write.js";

export interface ViewOptions {
  /** The columns that JSON is filled into. */
  readonly width: number;
  /** Everything is shown: all checks with evidence, notes, whole commands. */
  readonly isVerbose: boolean;
  /** `preview`: what a question is about to change; `result`: only what happened since; else the whole report. */
  readonly part?: "preview" | "result";
}

/** @returns the page; nothing of it is escaped or cut yet */
export function buildView(report: Report, options: ViewOptions): View {
  const causes = causesIn(report, options);
  return {
    tool: report.tool,
    command: report.command,
    exitCode: report.exitCode,
    subject: subjectOf(report),
    ...originOf(report),
    head: options.part === "result" ? [] : headRows(report, options),
    ...(report.readAt === undefined ? {} : { readAt: utc(report.readAt) }),
    verdict:
      options.part === "preview"
        ? { tone: "plain", short: shortOf(report)[1], sentence: "" }
        : verdictOf(report, causes, options.isVerbose),
    sections: sectionsOf(report, causes, options).filter(({ blocks }) => blocks.length > 0),
    next: options.part === "preview" ? [] : stepsOf(report, causes, options),
  };
}

function causesIn(report: Report, { part }: ViewOptions): readonly Cause[] {
  const { body } = report;
  if (part === "preview") {
    const warnings = body?.kind === "plan" ? body.plan.warnings : [];
    const problems = warnings.filter(({ code }) => code !== "plan/loses");
    return causesOf({ ...report, findings: [], problems, ...withoutWarnings(body) });
  }
  // What prepare cannot change is not what diff was asked for.
  if (report.command === "diff" && body?.kind === "plan") return causesOf({ ...report, findings: [] });
  if (report.verdict === "asked-wrongly")
    return causesOf({ ...report, findings: [], ...withoutWarnings(body) });
  if (body?.kind !== "many") return causesOf(withoutPlanned(report));
  const own = causesOf({ ...report, findings: report.findings });
  const named = body.reports.map((one) => [nameOf(one, body.reports), withoutPlanned(one)] as const);
  return [...own, ...causesOfAll(named, body.manifest)];
}

/** Below a change that was not made, what it would fix is not a cause of its own: `prepare` is what just ran. */
function withoutPlanned(report: Report): Report {
  const { body, findings } = report;
  if (body?.kind !== "plan" || body.plan.empty || body.applied?.outcome === "written") return report;
  const isPlanned = ({ check, outcome }: Report["findings"][number]) =>
    check === "logs-access" && outcome === "fail" && body.plan.reason === "prepare";
  return { ...report, findings: findings.filter((finding) => !isPlanned(finding)) };
}

function withoutWarnings(body: Body | undefined): { readonly body?: Body } {
  return body?.kind === "plan" ? { body: { ...body, plan: { ...body.plan, warnings: [] } } } : {};
}

function subjectOf(report: Report): string {
  const { body, target, address, key, command } = report;
  if (body?.kind === "many") return body.manifest;
  const name = target?.environment ?? address ?? key?.arn ?? target?.key.given;
  if (name === undefined) return command;
  return target === undefined ? name : `${name} (${target.region})`;
}

const aws =
  /^https:\/\/[^/]*\.(?:amazonaws\.com(?:\.cn)?|api\.aws|amazonwebservices\.com\.cn|c2s\.ic\.gov|sc2s\.sgov\.gov)\/?$/;

/** Said before all else, where it is not AWS that answered. */
function originOf(report: Report): { readonly origin?: Row } {
  const { sandbox, body } = report;
  if (body?.kind === "sandbox" && body.plain === true) return {};
  if (sandbox)
    return { origin: { label: "Sandbox", text: "A local KMS answered. No AWS account was used." } };
  const endpoints = new Set(
    eachReport(report).flatMap(({ endpoint }) =>
      endpoint === undefined || aws.test(endpoint) ? [] : [endpoint],
    ),
  );
  return endpoints.size === 0 ? {} : { origin: { label: "Endpoint", text: [...endpoints].join(", ") } };
}

function headRows(report: Report, { isVerbose }: ViewOptions): readonly Row[] {
  const { key, target, body } = report;
  if (body?.kind === "identifier") return [];
  const callers = callersOf(report, isVerbose).map((text): Row => ({ label: "Caller", text }));
  if (body?.kind === "many") return callers;
  const arn = key?.arn ?? (report.findings.length > 0 ? target?.key.given : undefined);
  const isElsewhere =
    target?.account !== undefined && key?.account !== undefined && target.account !== key.account;
  const account = isElsewhere ? `, account ${target.account}` : "";
  const rows: readonly (Row | undefined)[] = [
    arn === undefined ? undefined : { label: "Key", text: arn },
    isVerbose && key?.description !== undefined ? { label: "Description", text: key.description } : undefined,
    target?.environment === undefined
      ? undefined
      : { label: "Environment", text: `${target.environment} (${target.region}${account})` },
    ...callers,
  ];
  return rows.filter((row) => row !== undefined);
}

function sectionsOf(report: Report, causes: readonly Cause[], options: ViewOptions): readonly Section[] {
  const { body, findings, handoff } = report;
  const shown = options.isVerbose ? causes : causes.filter(({ level }) => level !== "note");
  const causesSection: Section = {
    id: "causes",
    title: "Problems",
    blocks: shown.length === 0 ? [] : [{ kind: "causes", causes: shown }],
  };
  const isLast = body?.kind === "plan" || body?.kind === "many";
  return [
    ...(isLast ? [] : [causesSection]),
    ...(body === undefined ? [] : bodySections(report, body, options)),
    ...(isLast ? [causesSection] : []),
    {
      id: "checks",
      title: "Checks",
      isDetail: true,
      blocks: findings.length === 0 ? [] : [{ kind: "checks", rows: checkRows(findings) }],
    },
    {
      id: "handoff",
      title: "For the key's administrator",
      isDetail: true,
      blocks: handoff === undefined ? [] : [{ kind: "code", language: "markdown", text: handoff }],
    },
  ];
}

function bodySections(report: Report, body: Body, options: ViewOptions): readonly Section[] {
  const { width, part } = options;
  switch (body.kind) {
    case "plan": {
      // The verdict of a plan that changes nothing says so itself.
      const isSaid = part === "preview" || report.verdict === "unchanged";
      return [
        {
          id: "change",
          title: "Key policy",
          blocks:
            part === "result" || body.plan.empty
              ? []
              : [planDiff(body.plan, width, report.command === "diff" ? [] : planRows(body))],
        },
        { id: "write", title: "Result", blocks: isSaid ? [] : writeBlocks(body, width) },
        {
          id: "grants",
          title: "Grants",
          isDetail: true,
          blocks: part === undefined ? grantsBlocks(body.grants) : [],
        },
      ];
    }
    case "difference":
      return [{ id: "change", title: "Key policy", blocks: [differenceDiff(body.difference, width)] }];
    case "grants":
      return [
        {
          id: "grants",
          title: "Grants",
          blocks:
            body.live === undefined ? grantsBlocks(body.expected, body.facts) : verifiedBlocks(body.live),
        },
      ];
    case "inspection":
      return [
        {
          id: "access",
          title: "Access to the key",
          isDetail: true,
          blocks: [...pictureOf(report), ...accessTable(body.access)],
        },
        {
          id: "change",
          title: "What prepare would change",
          isDetail: true,
          blocks: body.plan === undefined || body.plan.empty ? [] : [planDiff(body.plan, width, [])],
        },
        { id: "grants", title: "Grants", isDetail: true, blocks: grantsBlocks(body.expected) },
      ];
    case "many":
      return [
        { id: "environments", title: "Environments", blocks: [environmentsTable(body.reports)] },
        ...changeSections(body.reports, options),
        { id: "write", title: "Result", blocks: part === "preview" ? [] : manyWriteBlocks(body, width) },
        {
          id: "checks",
          title: "Checks by environment",
          isDetail: true,
          blocks: eachReport(report)
            .filter(({ findings }) => findings.length > 0)
            .map((one): Block => ({ kind: "environment", isOpen: false, view: buildView(one, options) })),
        },
      ];
    case "backups":
      return [{ id: "result", title: "Backups", blocks: backupBlocks(body) }];
    case "explanation":
      if (body.index !== undefined)
        return [
          { id: "result", title: "Explanation", blocks: [{ kind: "code", language: "", text: body.index }] },
        ];
      return [
        {
          id: "result",
          title: "Explanation",
          blocks: [{ kind: "causes", causes: body.entries.map(explained) }],
        },
      ];
    case "identifier":
      return [];
    case "statement":
      return [
        {
          id: "result",
          title: "Statement",
          blocks: [{ kind: "code", language: body.language, text: body.text }],
        },
      ];
    case "text":
      return [{ id: "result", title: "Result", blocks: [{ kind: "code", language: "", text: body.text }] }];
    case "sandbox":
      return [
        {
          id: "result",
          title: "Sandbox",
          blocks: [{ kind: "code", language: "", text: body.lines.join("\n") }],
        },
      ];
  }
}

/** What stands below the change, before it is made. */
function planRows({ plan, grants, backupFolder, applied }: Body & { kind: "plan" }): readonly Row[] {
  const name = grants[0]?.Name.replace(/^mwaa-grant-for-env-mgmt-role-/, "");
  const restored = restoredAt(plan);
  const isPrepare = plan.reason === "prepare";
  return [
    ...(restored === undefined ? [] : [{ label: "Restores", text: `the policy of ${restored}` }]),
    ...(isPrepare && name !== undefined
      ? [
          {
            label: "Grants",
            text: `MWAA adds 4 grants when it creates the environment (mwaa-kms grants ${plan.key} -e ${name}).`,
          },
        ]
      : []),
    ...(applied === undefined && backupFolder !== undefined ? [{ label: "Backup", text: backupFolder }] : []),
  ];
}

function backupBlocks({ folder, entries }: Body & { kind: "backups" }): readonly Block[] {
  if (entries.length === 0) return [{ kind: "text", paragraphs: [`No backups in ${folder}`] }];
  const items = entries.map(({ file, state, takenAt, reason, key, caller, sealed }): Item => {
    if (state === "changed") return { tone: "bad", name: file, text: "was changed since it was written" };
    if (state === "unreadable") return { tone: "warning", name: file, text: "is not a backup" };
    const lines = [key ?? "", caller === undefined ? "" : `by ${caller}`, file].filter((line) => line !== "");
    const note = sealed === false ? " (unsealed)" : "";
    return {
      tone: "plain",
      name: takenAt === undefined ? "" : utc(takenAt),
      text: `before ${reason ?? ""}${note}`,
      lines,
    };
  });
  return [{ kind: "items", items }];
}

function explained({
  code,
  severity,
  title,
  example,
  why,
  fix,
  docs,
}: (Body & { kind: "explanation" })["entries"][number]): Cause {
  const page = docs[0];
  return {
    level: severity,
    title,
    code,
    text: [`Example: ${example}`, why],
    fixes: fix.map(fixView),
    ...(page === undefined ? {} : { docs: page }),
    checks: [],
  };
}

/** After a yes: what to do with the key, and how to take the change back. */
function stepsOf(
  { next, command }: Report,
  causes: readonly Cause[],
  { isVerbose }: ViewOptions,
): readonly Step[] {
  const shown = new Set(
    causes.flatMap(({ fixes }) => fixes.flatMap((fix) => (fix.kind === "command" ? [fix.command] : []))),
  );
  const isCreate = (line: string) => line.startsWith("aws mwaa create-environment");
  const steps = next.flatMap((line): Step[] => {
    if (line.startsWith("#")) return [];
    if (isCreate(line) && !isVerbose) return [];
    if (shown.has(line) || (command === "diff" && line.startsWith("mwaa-kms prepare"))) return [];
    return [{ label: line.startsWith("mwaa-kms restore") ? "Undo" : "Next", text: line, isCommand: true }];
  });
  if (!next.some(isCreate)) return steps;
  const text = "create the environment with this key ARN. MWAA cannot change the key later.";
  return [{ label: "Next", text, isCommand: false }, ...steps];
}
