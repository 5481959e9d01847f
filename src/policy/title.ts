/** How a statement is called in a sentence of a judgement. It knows nothing of what the statement says. */

/** @returns `statement /Statement/1 ("logs")`, without the Sid where it has none */
export function statementTitle(statement: { readonly pointer: string; readonly sid?: string }): string {
  if (statement.sid === undefined || statement.sid === "") return `statement ${statement.pointer}`;
  const sid = statement.sid.length > 60 ? `${statement.sid.slice(0, 59)}…` : statement.sid;
  return `statement ${statement.pointer} (${JSON.stringify(sid)})`;
}
