/**
 * A report as data for a page: every word for people is chosen when it is built, once, and the terminal, Markdown and html only
 * lay it out. Its texts are untrusted: each format escapes and bounds them in its own way.
 */

/** What a line means: it decides mark and color. */
export type Tone = "good" | "bad" | "warning" | "unknown" | "plain";

/** How grave a cause is. `unknown`: a call failed, so that checks could not run. */
export type Level = "error" | "unknown" | "warning" | "note";

export interface View {
  /** `mwaa-kms <version>`. */
  readonly tool: string;
  readonly command: string;
  readonly exitCode: number;
  /** What the report is about: an environment, a key, a manifest. */
  readonly subject: string;
  /** Said where the answers are not from AWS: `Sandbox` or `Endpoint`. */
  readonly origin?: Row;
  /** Key, environment, caller; the caller's row is absent where no call was answered. */
  readonly head: readonly Row[];
  /** When the answers were read: `2026-11-25 21:49:41 UTC`. */
  readonly readAt?: string;
  readonly verdict: Verdict;
  readonly sections: readonly Section[];
  readonly next: readonly Step[];
}

export interface Verdict {
  readonly tone: Tone;
  /** One or two words: `Not ready`. */
  readonly short: string;
  /** The whole line: `Not ready: 1 problem. 18 checks passed.` Empty where the output itself is the result. */
  readonly sentence: string;
}

export interface Row {
  readonly label: string;
  readonly text: string;
}

/** A command to type, or a sentence, below the verdict. */
export interface Step {
  readonly label: "Next" | "Undo";
  readonly text: string;
  readonly isCommand: boolean;
}

/** A part of the report. `detail`: only a page that is asked for everything shows it, or folds it. */
export interface Section {
  readonly id: SectionId;
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly isDetail?: boolean;
}

export type SectionId =
  | "causes"
  | "change"
  | "write"
  | "environments"
  | "result"
  | "checks"
  | "access"
  | "grants"
  | "handoff";

export type Block =
  | { readonly kind: "causes"; readonly causes: readonly Cause[] }
  | { readonly kind: "checks"; readonly rows: readonly CheckRow[] }
  | PolicyDiff
  | { readonly kind: "items"; readonly items: readonly Item[] }
  | Table
  | { readonly kind: "facts"; readonly rows: readonly Row[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "text"; readonly paragraphs: readonly string[] }
  | Picture
  | { readonly kind: "environment"; readonly view: View; readonly isOpen: boolean };

/** One thing that is wrong, or worth saying, with all that follows from it left out. */
export interface Cause {
  readonly level: Level;
  /** Its place in the order of repair, where there are several. */
  readonly number?: number;
  readonly title: string;
  /** The fact after the colon of the headline. */
  readonly subject?: string;
  /** A code that `explain` knows. */
  readonly code?: string;
  /** What was found, then why it matters. */
  readonly text: readonly string[];
  /** Where: an option, `file:line:column`, an address. */
  readonly at?: string;
  /** The names of the environments that have it, in a report on several. */
  readonly environments?: readonly string[];
  readonly fixes: readonly FixView[];
  /** The AWS page. */
  readonly docs?: string;
  /** The checks that found it. */
  readonly checks: readonly string[];
}

/** One way to repair a cause. `note` follows in brackets. */
export type FixView =
  | { readonly kind: "command"; readonly command: string; readonly note?: string }
  | { readonly kind: "sentence"; readonly text: string }
  | {
      readonly kind: "edit";
      readonly text: string;
      readonly language: string;
      readonly before?: string;
      readonly after: string;
    };

export interface CheckRow {
  readonly id: string;
  readonly title: string;
  /** `skipped`: advice that could not be had; it counts neither for nor against. */
  readonly state: "pass" | Level | "waived" | "skipped";
  readonly evidence?: string;
  readonly waiver?: string;
  readonly codes: readonly string[];
  readonly page?: string;
}

/** A change of a key policy, by statement. */
export interface PolicyDiff {
  readonly kind: "policy-diff";
  /** `1 statement to add, 3 unchanged`. */
  readonly summary: string;
  readonly lines: readonly DiffLine[];
  /** Labelled lines below: new access, lost access, grants, backup. */
  readonly rows: readonly Row[];
}

export interface DiffLine {
  readonly sign: "+" | "-" | "~" | " ";
  readonly text: string;
}

/** A line with a mark, a name and what is known of it. */
export interface Item {
  readonly tone: Tone;
  readonly name: string;
  readonly text: string;
  readonly lines?: readonly string[];
}

export interface Table {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many rows are left out. */
  readonly more: number;
}

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** The long form of a shortened name. */
  readonly title?: string;
}

/** Who reaches the key, by what, and whether it works. */
export interface Picture {
  readonly kind: "picture";
  readonly title: string;
  readonly key: string;
  readonly edges: readonly Edge[];
}

export interface Edge {
  /** MWAA, CloudWatch Logs, execution role, bucket. */
  readonly from: string;
  readonly tone: Tone;
  /** `4 grants`, `key policy statement`, `IAM policy`, `default encryption`. */
  readonly by: string;
  /** The check that decided. */
  readonly check: string;
}
