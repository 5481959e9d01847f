/** How a statement is called in a sentence. It knows where the statement stands and its Sid, nothing of what it says. */
import type { StatementSource } from "./document.js";

/** @returns `The statement /Statement/1 ("Allow use of the key")`, the Sid cut short where it is long */
export function statementName(source: StatementSource): string {
  if (source.sid === undefined || source.sid === "") return `The statement ${source.pointer}`;
  const sid = source.sid.length > 60 ? `${source.sid.slice(0, 59)}…` : source.sid;
  return `The statement ${source.pointer} (${JSON.stringify(sid)})`;
}
