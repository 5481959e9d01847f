/** docs/networks.md: every situation, ours beside the AWS CLI. */
import type { Ran } from "./run.js";
import type { Situation } from "./situations.js";

export interface Row {
  readonly situation: Situation;
  readonly ours: Ran;
  readonly cli: Ran | undefined;
}

export function renderNetworks(
  rows: readonly Row[],
  versions: { ours: string; cli: string | undefined },
): string {
  const slowest = Math.max(...rows.map(({ ours }) => ours.seconds));
  return `${[
    "# Identity and network: mwaa-kms beside the AWS CLI",
    "",
    `Written by \`npm run test:networks\`, which runs every situation on this machine alone: a TLS front with its own authority stands for AWS, behind a proxy that logs each CONNECT. ${rows.length} situations; the slowest failure took ${slowest.toFixed(1)} s.`,
    "",
    `Ours is \`mwaa-kms check\` (${versions.ours}); the AWS CLI is ${versions.cli === undefined ? "not installed here" : `\`aws kms describe-key\` (${versions.cli})`}. "Signed by" is the access key in the signature of the requests that reached KMS. Exit codes of ours: 0 ready, 1 not ready, 2 usage error, 3 unknown; the key of the front lacks the statement, so a run that gets through ends with 1. A run was stopped after 15 s (exit –). "Named" is what the report names as the cause.`,
    "",
    "| Situation | Signed by: ours | AWS CLI | Route: ours | AWS CLI | Exit: ours | AWS CLI | Seconds: ours | AWS CLI | Named |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(rowOf),
    "",
  ].join("\n")}`;
}

function rowOf({ situation, ours, cli }: Row): string {
  const { name, note, says } = situation;
  const pair = (of: (ran: Ran) => string) => [of(ours), cli === undefined ? "" : of(cli)];
  const cells = [
    note === undefined ? name : `${name} (this AWS CLI is ${note})`,
    ...pair(({ identity }) => identity || "–"),
    ...pair(({ route }) => route),
    ...pair(({ exit }) => String(exit ?? "–")),
    ...pair(({ seconds }) => seconds.toFixed(1)),
    says === undefined ? "" : namedIn(ours.output, says),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The sentence of the report that the situation asks for. */
function namedIn(output: string, says: RegExp): string {
  const { problems } = problemsOf(output);
  const found = problems.find(({ what, fix }) => says.test(`${what} ${JSON.stringify(fix)}`)) ?? problems[0];
  const plain = (found?.what ?? "")
    .replaceAll(/\/tmp\/mwaa-kms-[\w/.-]*?(\/|(?=[ ,)]))/g, "~$1")
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:PORT")
    .replaceAll(/test\.invalid:\d+/g, "test.invalid:PORT");
  return plain.replaceAll("|", "\\|");
}

interface Told {
  readonly what: string;
  readonly fix: readonly unknown[];
}

/** All problems of a report. */
export function problemsOf(output: string): { readonly problems: readonly Told[] } {
  try {
    const report = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
    return {
      problems: [
        ...report.problems,
        ...report.findings.flatMap((finding: { problems: Told[] }) => finding.problems),
      ],
    };
  } catch {
    return { problems: [] };
  }
}
