/** The words for a command line that could not be understood, for the sandbox's own troubles, and for our faults. */
import { ask, entry, quote, run } from "../define.js";
import { pages } from "../links.js";

export const usageWords = {
  "usage/words": entry({
    severity: "error",
    title: "The command line could not be understood",
    what: (f) => f.message,
    why: "Nothing is guessed: a misspelt option could mean another key.",
    fix: (f) => [run(f.help)],
    docs: [],
    example: { message: "unknown option '--regoin' (Did you mean --region?)", help: "mwaa-kms check --help" },
  }),
  "usage/beside-sandbox": entry({
    severity: "error",
    title: "The sandbox takes no AWS settings",
    what: (f) => `${f.options} cannot stand beside --sandbox.`,
    why: "The sandbox answers instead of AWS; with both, nobody could say who was asked.",
    fix: () => [run("mwaa-kms prepare --sandbox")],
    docs: [],
    example: { options: "--profile" },
  }),
  "usage/beside": entry({
    severity: "error",
    title: "Options that cannot stand together",
    what: (f) => `${f.mode} does not take ${f.options}.`,
    why: "An option that would be passed over is refused: whoever typed it meant something by it.",
    fix: (f) => [run(`mwaa-kms ${f.command} --help`)],
    docs: [],
    example: { command: "check", mode: "--manifest", options: "--region" },
  }),
  "usage/two-files": entry<Record<never, never>>({
    severity: "error",
    title: "Two policies are needed",
    what: () => "To compare two policies, both --from and --to are needed, and only one of them may be -.",
    why: "- is standard input, which can be read once.",
    fix: () => [run("mwaa-kms diff --from before.json --to after.json")],
    docs: [],
    example: {},
  }),
  "usage/policy-file": entry<Record<never, never>>({
    severity: "error",
    title: "A file is judged without AWS",
    what: () => "--policy-file cannot stand beside --sandbox, --profile or --endpoint-url, and needs a key.",
    why: "With --policy-file no call is made: the key's ARN says which key the policy is for.",
    fix: () => [run("mwaa-kms check KEY_ARN --policy-file policy.json")],
    docs: [],
    example: {},
  }),
  "usage/code": entry({
    severity: "error",
    title: "There is no such code",
    what: (f) =>
      `"${f.given}" is no code of a problem or a check.${f.near === "" ? "" : ` Did you mean ${f.near}?`}`,
    why: "Codes are stable: folder/slug, as a report prints them between brackets.",
    fix: (f) => [run(`mwaa-kms explain${f.near === "" ? "" : ` ${quote(f.near)}`}`)],
    docs: [],
    example: { given: "key/allias", near: "key/alias" },
  }),
  "environment/missing": entry({
    severity: "error",
    title: "No environment is named",
    what: (f) => `${f.command} needs the environment's name.`,
    why: "MWAA puts the environment's name into the names of its grants.",
    fix: (f) => [run(`mwaa-kms ${f.command} ${quote(f.key)} --environment NAME`)],
    docs: [pages.mwaaKeys],
    example: { command: "grants", key: "1234abcd-12ab-34cd-56ef-1234567890ab" },
  }),
  "sandbox/unavailable": entry({
    severity: "error",
    title: "The sandbox did not start",
    what: (f) => `The sandbox did not start: ${f.reason}`,
    why: "It needs a port on 127.0.0.1 and a folder for its state. --memory needs no folder.",
    fix: () => [run("mwaa-kms sandbox --memory")],
    docs: [],
    example: { reason: "EACCES: permission denied, mkdir '/state'" },
  }),
  "sandbox/port": entry({
    severity: "error",
    title: "The port is in use",
    what: (f) => `Port ${f.port} on 127.0.0.1 is in use by another program.`,
    why: "The sandbox listens on the port that you name and on no other.",
    fix: () => [run("mwaa-kms sandbox")],
    docs: [],
    example: { port: "4599" },
  }),
  "sandbox/start": entry({
    severity: "error",
    title: "The sandbox cannot use this state",
    what: (f) => f.reason,
    why: "The folder holds the state of another version, account or Region, or something else. It is left as it is.",
    fix: () => [run("mwaa-kms sandbox reset")],
    docs: [],
    example: {
      reason:
        'The sandbox\'s state /state/state.json was made by an earlier version. "mwaa-kms sandbox reset" starts over.',
    },
  }),
  "sandbox/running": entry({
    severity: "error",
    title: "The sandbox is running",
    what: (f) => f.reason,
    why: "A reset would take the keys away from the programs that use them.",
    fix: () => [run("mwaa-kms sandbox stop")],
    docs: [],
    example: { reason: "A sandbox runs on /state: http://127.0.0.1:4599 (process 4711). End it first." },
  }),
  "bug/unexpected": entry({
    severity: "error",
    title: "A fault of mwaa-kms",
    what: (f) => `mwaa-kms failed where it should not have: ${f.message}`,
    why: "This is a fault of the tool, not of your key. Whether something was written is told above this line, if it was.",
    fix: () => [
      ask(
        "the maintainers",
        "mwaa-kms failed; here are the command and its output (it holds no secrets, but ARNs).",
      ),
    ],
    docs: [],
    example: { message: "Cannot read properties of undefined (reading 'value')" },
  }),
};

export const reportWords = {
  "report/unwritten": entry({
    severity: "error",
    title: "A report could not be written",
    what: (f) => `The ${f.format} report could not be written to ${f.file}: ${f.reason}.`,
    why: "The operating system refused it. A run whose report is lost is never taken for a yes: its exit code is not 0.",
    fix: (f) => [run(`ls -ld ${quote(f.folder)}`), run(`df -h ${quote(f.folder)}`)],
    docs: [],
    example: {
      format: "junit",
      file: "reports/mwaa-kms.xml",
      folder: "reports",
      reason: "there is no such folder (ENOENT)",
    },
  }),
  "report/pipeline": entry({
    severity: "warning",
    title: "The pipeline could not be given its page",
    what: (f) => `${f.page} could not be written to ${f.file}: ${f.reason}.`,
    why: "It was not asked for, only offered. The verdict and the exit code are as they would be without it.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`), run("mwaa-kms check KEY --format human")],
    docs: [],
    example: {
      page: "The step summary for GitHub Actions",
      file: "/home/runner/work/_temp/_runner_file_commands/step_summary_1",
      reason: "permission denied (EACCES)",
    },
  }),
};
