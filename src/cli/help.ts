/** The text of help: options in groups, the common ones with -h and all of them with --help. */
import type { Command, Help, Option } from "commander";
import type { Command as VerbName } from "../report/report.js";

/** The groups in their order; an option of no group comes first. */
const groups = [
  "Options:",
  "Environment:",
  "Also check:",
  "Input:",
  "Write:",
  "Result:",
  "AWS:",
  "Output:",
  "Commands:",
];

/** Options that few need: -h leaves them out. */
const rare: ReadonlySet<string> = new Set([
  ...["account", "log-type", "creator", "log-groups", "parameter", "parameters", "key-policy", "address"],
  ...[
    "before-deletion",
    "resolve",
    "plan-out",
    "all-environments",
    "waivers",
    "accept",
    "source",
    "terraform-state",
    "tighten",
    "endpoint-url",
    "timeout",
    "max-attempts",
    "debug",
  ],
  ...["color", "no-color", "literal", "onto", "strict-sandbox", "regions", "shard", "only", "skip"],
  ...["key-profile", "key-role-arn", "key-external-id", "key-session-name", "environments", "wait"],
]);

/** What the exit codes of a verb mean. */
const exits: Readonly<Partial<Record<VerbName, string>>> = {
  check: "0 ready, 1 not ready, 2 usage error, 3 unknown",
  prepare: "0 ready, 1 not ready or not changed, 2 usage error, 3 unknown",
  diff: "0 no changes, 1 changes, 2 usage error, 3 unknown",
  grants: "0 all grants exist, 1 not all exist, 2 usage error, 3 unknown",
  restore: "0 restored, 1 not restored, 2 usage error, 3 unknown",
  validate: "0 valid, 2 not valid",
};

/**
 * @param isShort whether only the common options are shown
 * @returns what commander lays help out with
 */
export function helpFormat(isShort: boolean): Partial<Help> {
  const isVisible = (option: Option) => !isShort || !rare.has(option.long?.slice(2) ?? "");
  return {
    formatHelp(command: Command, helper: Help): string {
      const options = helper.visibleOptions(command).filter(isVisible);
      const commands = helper.visibleCommands(command);
      const terms = [...options.map(helper.optionTerm), ...commands.map((one) => helper.subcommandTerm(one))];
      const width = Math.min(Math.max(...terms.map((term) => term.length)), 30);
      const item = (term: string, text: string) => helper.formatItem(term, width, text, helper);
      const sections = new Map<string, string[]>();
      const add = (group: string, line: string) =>
        sections.set(group, [...(sections.get(group) ?? []), line]);
      for (const option of options)
        add(
          option.helpGroupHeading ?? "Options:",
          item(helper.optionTerm(option), helper.optionDescription(option)),
        );
      for (const one of commands)
        add("Commands:", item(helper.subcommandTerm(one), helper.subcommandDescription(one)));
      const ordered = [...sections].toSorted(([one], [other]) => groups.indexOf(one) - groups.indexOf(other));
      return [
        `${helper.commandDescription(command)}.`.replace(/\.\.$/, "."),
        `Usage: ${helper.commandUsage(command)}`,
        "",
        ...ordered.flatMap(([group, lines]) => [group, ...lines, ""]),
      ].join("\n");
    },
  };
}

/** What follows the options: exit codes, three examples, and where all options are. */
export function helpEnd(
  name: VerbName,
  examples: readonly { readonly line: string; readonly does: string }[],
  isShort: boolean,
): string {
  const codes = exits[name];
  const shown = isShort ? examples.slice(0, 3) : examples;
  return [
    "",
    ...(codes === undefined ? [] : [`Exit codes: ${codes}`, ""]),
    "Examples:",
    ...shown.flatMap(({ line, does }) => [`  $ ${line}`, ...(isShort ? [] : [`    ${does}`])]),
    ...(isShort ? ["", `All options: ${name === "mwaa-kms" ? "mwaa-kms" : `mwaa-kms ${name}`} --help`] : []),
  ].join("\n");
}
