/** Holds what the sandbox answers against a fact: placeholders stand for any text, `…` for anything. */
import { createHash } from "node:crypto";

const recorded = new Set(["recorded-from-aws", "field-report"]);

/** A fact's own id: what was asked, and for prose the prose too, since a play is written for its words. */
export function idOf({ operation, situation, kind, shape }) {
  const prose = typeof shape === "string" || !recorded.has(kind) ? JSON.stringify(shape) : "";
  return createHash("sha256").update([operation, situation, prose].join("\n")).digest("hex").slice(0, 12);
}

/** The grade of a fact, and why it is not exact. */
export async function resultOf(fact, play, tools) {
  if (play === undefined) return { grade: "no play", why: "" };
  let answer;
  try {
    answer = await play(tools, fact);
  } catch (error) {
    return { grade: "different", why: `the play failed: ${error.stack}` };
  }
  if (typeof answer === "boolean") {
    return { grade: answer ? "exact" : "different", why: "what is documented does not hold" };
  }
  const { status = 200, code, message, body } = answer;
  const shown = `${status} ${code ?? ""} ${message ?? JSON.stringify(body)}`;
  if (fact.status !== undefined && fact.status !== null && fact.status !== status) {
    return { grade: "different", why: shown };
  }
  if ((fact.code ?? undefined) !== code) return { grade: "different", why: shown };
  if (code !== undefined) {
    const isSaid = (fact.message ?? "") === "" ? message === "" : matches(fact.message, message);
    return isSaid ? { grade: "exact" } : { grade: "similar", why: shown };
  }
  const difference = differenceOf(fact.shape, body, "");
  if (difference === undefined) return { grade: "exact" };
  return { grade: "similar", why: difference };
}

function differenceOf(wanted, found, at) {
  if (wanted === undefined || wanted === null) return undefined;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return `${at}: not ${wanted.length} items`;
    return first(wanted.map((item, index) => differenceOf(item, found[index], `${at}/${index}`)));
  }
  if (typeof wanted === "object") {
    const names = Object.keys(wanted).sort().join();
    const given = Object.keys(found ?? {})
      .filter((name) => found[name] !== undefined)
      .sort()
      .join();
    if (names !== given) return `${at}: members ${given}, not ${names}`;
    return first(
      Object.entries(wanted).map(([name, item]) => differenceOf(item, found[name], `${at}/${name}`)),
    );
  }
  if (wanted === "datetime" || wanted === "timestamp") {
    return found instanceof Date || typeof found === "number" ? undefined : `${at}: no time`;
  }
  const isSame = typeof wanted === "string" ? matches(wanted, String(found)) : wanted === found;
  return isSame ? undefined : `${at}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
}

function first(differences) {
  return differences.find((difference) => difference !== undefined);
}

/** `<name>` is any text without a space, and so is the account of the recordings. */
export function matches(pattern, text) {
  const source = pattern
    .split(/(<[^<>]+>|111111111111|…)/)
    .map((part) => {
      if (part === "111111111111") return "\\d{12}";
      if (part === "…") return "[^]*";
      return /^<[^<>]+>$/.test(part) ? "\\S+?" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("");
  return new RegExp(`^${source}$`).test(text ?? "");
}
