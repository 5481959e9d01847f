/** The words for waivers that cannot hold as they are written, and for those that no longer serve. */
import { ask, edit, entry, quote, run } from "../define.js";
import { instead, pick } from "./manifest-fields.js";

const writer = "whoever writes the manifest";

export const waiverWords = {
  "manifest/waiver-check": entry({
    severity: "error",
    title: "There is no such check",
    what: (f) => `"${f.given}" is no check that can be waived.${instead(f.near, f.all)}`,
    why: "A waiver for a misspelt check would excuse nothing.",
    fix: (f) => [pick(f.pointer, f.near, f.all)],
    docs: [],
    example: { given: "key-orgin", near: "key-origin", all: "key-origin", pointer: "/waivers/0/check" },
  }),
  "manifest/waiver-certain": entry({
    severity: "error",
    title: "This check cannot be waived",
    what: (f) => `${f.check} cannot be waived.`,
    why: "Where this check fails, MWAA or KMS refuses the key for certain. Whoever waived it would be told that the key is ready, and it is not.",
    fix: () => [run("mwaa-kms check KEY")],
    docs: [],
    example: { check: "key-state" },
  }),
  "manifest/waiver-reason": entry({
    severity: "error",
    title: "The waiver's reason is too short or too long",
    what: (f) => `A waiver's reason has ${f.least} to ${f.most} characters; this one has ${f.length}.`,
    why: "Whoever reads the report must learn why the check does not count.",
    fix: (f) => [edit(f.pointer, "Who decided it, why, and a ticket")],
    docs: [],
    example: { least: 3, most: 500, length: 0, pointer: "/waivers/0/reason" },
  }),
  "manifest/waiver-date": entry({
    severity: "error",
    title: "The waiver's last day is no date",
    what: (f) => `"${f.given}" is no day of the calendar, written like 2027-03-31.`,
    why: "A waiver holds until the end of that day, UTC. One without an end would never be looked at again.",
    fix: (f) => [edit(f.pointer, "2027-03-31")],
    docs: [],
    example: { given: "31.03.2027", pointer: "/waivers/0/expires" },
  }),
  "manifest/waiver-twice": entry({
    severity: "error",
    title: "One waiver stands twice",
    what: (f) => `${f.check} is waived twice for this key, first at ${f.first}.`,
    why: "Two waivers for one check have two reasons and two last days, and nobody could say which one counts.",
    fix: () => [ask(writer, "Keep one of them.")],
    docs: [],
    example: { check: "key-origin", first: "mwaa-kms.yaml:9:5" },
  }),
  "waiver/expired": entry({
    severity: "warning",
    title: "A waiver has expired",
    what: (f) => `The waiver of ${f.check} for ${f.key} held until ${f.expires}. The check counts again.`,
    why: "A waiver holds until the end of its last day, UTC, so that what it excuses is looked at again.",
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
    title: "A waiver has nothing to excuse",
    what: (f) => `The waiver of ${f.check} for ${f.key} excuses nothing: ${f.because}.`,
    why: "A waiver that is not needed would excuse the next thing that goes wrong, unseen.",
    fix: () => [ask(writer, "Take this waiver out.")],
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
    what: (f) => `The waiver of ${f.check} for ${f.key} holds until ${f.expires}.`,
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
