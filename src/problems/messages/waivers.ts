/** The words for waivers that cannot hold as they are written, and for those that no longer serve. */
import { ask, edit, entry, quote, run } from "../define.js";
import { instead, pick } from "./manifest-fields.js";

const writer = "the owner of the manifest";

export const waiverWords = {
  "manifest/waiver-check": entry({
    severity: "error",
    title: "Unknown check",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a check that can be waived.${instead(f.near, f.all)}`,
    why: "A waiver for a misspelled check would have no effect.",
    fix: (f) => [pick(f.pointer, f.near, f.all)],
    docs: [],
    example: { given: "key-orgin", near: "key-origin", all: "key-origin", pointer: "/waivers/0/check" },
  }),
  "manifest/waiver-certain": entry({
    severity: "error",
    title: "This check cannot be waived",
    subject: (f) => f.check,
    what: (f) => `${f.check} cannot be waived.`,
    why: "If this check fails, MWAA or KMS certainly rejects the key.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [],
    example: { check: "key-state" },
  }),
  "manifest/waiver-reason": entry({
    severity: "error",
    title: "The reason of the waiver is too short or too long",
    what: (f) => `The reason has ${f.length} characters; expected ${f.least} to ${f.most}.`,
    why: "A report shows why a check does not count.",
    fix: (f) => [edit(f.pointer, "Who decided it, why, and a ticket")],
    docs: [],
    example: { least: 3, most: 500, length: 0, pointer: "/waivers/0/reason" },
  }),
  "manifest/waiver-date": entry({
    severity: "error",
    title: "The last day of the waiver is not a date",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" is not a date; expected a form such as 2027-03-31.`,
    why: "A waiver is valid until the end of that day, UTC.",
    fix: (f) => [edit(f.pointer, "2027-03-31")],
    docs: [],
    example: { given: "31.03.2027", pointer: "/waivers/0/expires" },
  }),
  "manifest/waiver-twice": entry({
    severity: "error",
    title: "A waiver occurs twice",
    subject: (f) => f.check,
    what: (f) => `${f.check} is waived twice for this key, first at ${f.first}.`,
    why: "Two waivers of one check have two reasons and two last days.",
    fix: () => [ask(writer, "Keep one of them.")],
    docs: [],
    example: { check: "key-origin", first: "mwaa-kms.yaml:9:5" },
  }),
  "waiver/expired": entry({
    severity: "warning",
    title: "A waiver has expired",
    subject: (f) => f.check,
    what: (f) =>
      `The waiver of ${f.check} for ${f.key} was valid until ${f.expires}. The check counts again.`,
    why: "A waiver is valid until the end of its last day, UTC.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`)],
    docs: [],
    example: {
      check: "key-origin",
      key: "1234abcd-12ab-34cd-56ef-1234567890ab",
      expires: "2026-03-31",
    },
  }),
  "waiver/unused": entry({
    severity: "warning",
    title: "A waiver is not needed",
    subject: (f) => f.check,
    what: (f) => `The waiver of ${f.check} for ${f.key} has no effect: ${f.because}.`,
    why: "An unused waiver would hide the next problem of this check.",
    fix: () => [ask(writer, "Remove this waiver.")],
    docs: [],
    example: {
      check: "key-origin",
      key: "1234abcd-12ab-34cd-56ef-1234567890ab",
      because: "the check passes",
    },
  }),
  "waiver/ends-soon": entry({
    severity: "note",
    title: "A waiver ends soon",
    subject: (f) => f.check,
    what: (f) => `The waiver of ${f.check} for ${f.key} is valid until ${f.expires}.`,
    why: "From the next day on the check counts again.",
    fix: (f) => [run(`mwaa-kms check ${quote(f.key)}`)],
    docs: [],
    example: {
      check: "key-origin",
      key: "1234abcd-12ab-34cd-56ef-1234567890ab",
      expires: "2026-12-01",
    },
  }),
};
