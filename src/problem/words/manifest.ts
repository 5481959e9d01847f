/** The words for a manifest that cannot be read as what it is to be. */
import { ask, edit, entry, run } from "../entry.js";
import { quote } from "../quote.js";

const writer = "whoever writes the manifest";
const check = "mwaa-kms check --manifest mwaa-kms.yaml";

/** Where this tool describes its manifest. */
export const manifestPage = "https://unpkg.com/mwaa-kms/docs/manifest.md";

export const manifestWords = {
  "manifest/unread": entry({
    severity: "error",
    title: "The manifest cannot be read",
    what: (f) => `${f.file} cannot be read: ${f.reason}.`,
    why: "The operating system refused it, or it is longer than a manifest may be.",
    fix: (f) => [run(`ls -l ${quote(f.file)}`)],
    docs: [],
    example: { file: "mwaa-kms.yaml", reason: "no such file or directory (ENOENT)" },
  }),
  "manifest/too-long": entry({
    severity: "error",
    title: "The manifest is too long",
    what: (f) => `The manifest has more than ${f.limit} ${f.of}.`,
    why: "A manifest is read whole, so it is bounded: a longer one may be made to exhaust its reader.",
    fix: () => [ask(writer, "Make several files of it, one for each account.")],
    docs: [],
    example: { limit: 1_048_576, of: "bytes" },
  }),
  "manifest/characters": entry({
    severity: "error",
    title: "The manifest holds characters that are no text",
    what: (f) => `The manifest holds ${f.found}, which no YAML text may hold.`,
    why: "YAML is printable Unicode text in UTF-8. Such characters come from a file in UTF-16 or from one that is no text.",
    fix: () => [run("iconv -f UTF-16 -t UTF-8 mwaa-kms.yaml > mwaa-kms.utf8.yaml")],
    docs: [],
    example: { found: "U+0000" },
  }),
  "manifest/yaml": entry({
    severity: "error",
    title: "The manifest is not YAML",
    what: (f) => `The manifest is not valid YAML: ${f.reason}`,
    why: "A manifest is one YAML 1.2 document. Nothing is guessed of a file that can be read in two ways.",
    fix: () => [run("yamllint mwaa-kms.yaml")],
    docs: [],
    example: { reason: "Missing closing 'quote" },
  }),
  "manifest/tab": entry<Record<never, never>>({
    severity: "error",
    title: "A tab indents a line",
    what: () => "A tab indents this line.",
    why: "YAML indents with spaces alone, since a tab is as wide as each editor likes.",
    fix: () => [run("expand -t 2 mwaa-kms.yaml > mwaa-kms.spaces.yaml")],
    docs: [],
    example: {},
  }),
  "manifest/tag": entry({
    severity: "error",
    title: "The manifest has a tag",
    what: (f) => `The tag ${f.tag} is not read.`,
    why: "A tag asks the reader to make something else of a value. A manifest needs only maps, lists, texts, true and false.",
    fix: (f) => [ask(writer, `Leave ${f.tag} out.`)],
    docs: [],
    example: { tag: "!Ref" },
  }),
  "manifest/alias": entry({
    severity: "error",
    title: "An alias has no anchor before it",
    what: (f) => `*${f.name} stands for nothing: no &${f.name} stands before it.`,
    why: "A YAML alias repeats what an anchor has named further up.",
    fix: () => [ask(writer, "Put what the environments have in common under defaults.")],
    docs: [],
    example: { name: "prod" },
  }),
  "manifest/aliases": entry({
    severity: "error",
    title: "The aliases repeat too much",
    what: (f) => `The manifest's aliases stand for more than ${f.limit} values.`,
    why: "Aliases of aliases grow without bound, which exhausts a reader.",
    fix: () => [ask(writer, "Put what the environments have in common under defaults.")],
    docs: [],
    example: { limit: 50_000 },
  }),
  "manifest/too-deep": entry({
    severity: "error",
    title: "The manifest is nested too deeply",
    what: (f) => `The manifest is nested more than ${f.limit} levels deep.`,
    why: "A manifest needs four levels. A deeper file is no manifest, and may be made to exhaust its reader.",
    fix: () => [run("yamllint mwaa-kms.yaml")],
    docs: [],
    example: { limit: 32 },
  }),
  "manifest/empty": entry<Record<never, never>>({
    severity: "error",
    title: "The manifest is empty",
    what: () => "The manifest is empty.",
    why: "It names the environments with their keys, or the checks that are waived.",
    fix: () => [
      edit("/schema", "mwaa-kms/manifest/1"),
      edit("/environments", [{ name: "NAME", key: "KEY_ARN" }]),
    ],
    docs: [],
    example: {},
  }),
  "manifest/nothing": entry<Record<never, never>>({
    severity: "error",
    title: "The manifest names nothing",
    what: () => "The manifest has neither environments nor waivers.",
    why: "A run on nothing would say that all is well.",
    fix: () => [edit("/environments", [{ name: "NAME", key: "KEY_ARN" }])],
    docs: [],
    example: {},
  }),
  "manifest/no-environments": entry({
    severity: "error",
    title: "The manifest has no environments",
    what: (f) => `${f.file} has waivers and no environments.`,
    why: "--manifest works on the environments of a manifest. Waivers for one key go with --waivers.",
    fix: (f) => [run(`mwaa-kms check KEY --waivers ${quote(f.file)}`)],
    docs: [],
    example: { file: "mwaa-kms.yaml" },
  }),
  "manifest/more": entry({
    severity: "error",
    title: "The manifest has more problems",
    what: (f) => `${f.count} more problems are not shown.`,
    why: "Most of them follow from the first ones.",
    fix: () => [run(check)],
    docs: [],
    example: { count: 4_900 },
  }),
};
