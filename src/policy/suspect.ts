/** What a detector of near misses is given. It detects nothing. */
import type { Context } from "./context-lookup.js";
import type { PolicyDocument } from "./document.js";
import type { LogsRequest } from "./request.js";
import type { Statement } from "./statement.js";

/** What every detector is given: one statement, with all it stands in. */
export interface Suspect {
  readonly document: PolicyDocument;
  readonly statement: Statement;
  readonly request: LogsRequest;
  readonly context: Context;
}
