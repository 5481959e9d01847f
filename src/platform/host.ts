/** Everything of the machine that this tool uses, as one interface; node-host.ts is the real one, tests bring their own. */

/** A stream that the tool writes to. `write` resolves when the text has been handed on; a closed pipe is no error. */
export interface OutputStream {
  readonly isTerminal: boolean;
  /** Width in characters; undefined where there is none to know. */
  readonly columns: number | undefined;
  /** Whether the reader has gone: what is written since then reaches nobody. */
  readonly isGone?: boolean;
  write(text: string): Promise<void>;
}

/** Why a run is to end early: a signal, or its time is over. */
export type Interruption = "SIGINT" | "SIGTERM" | "SIGHUP" | "timeout";

/** Files as this tool needs them. Every failure is an Error with Node's `code` (`ENOENT`, `ENOSPC`, …). */
export interface Files {
  /** Reads a text; refuses with code `EFBIG` what is longer than `limit` bytes. `-` is standard input. */
  read(path: string, limit: number): Promise<string>;
  /**
   * Creates a file nobody else may read (mode 0600) in a folder nobody else may enter (0700, made when absent),
   * wholly or not at all: written beside, flushed, renamed, folder flushed. Refuses to follow a link in the last part of
   * the folder or to overwrite (`EEXIST`, `ELOOP`).
   *
   * @returns the absolute path
   */
  createPrivate(folder: string, name: string, text: string): Promise<string>;
  /** Creates a file where the user said, mode 0600; refuses to overwrite (`EEXIST`). */
  create(path: string, text: string): Promise<void>;
  /** Writes a file where the user said, over what is there, wholly or not at all; as readable as the system makes files. */
  write(path: string, text: string): Promise<void>;
  /** Tries whether {@link Files.write} would succeed now, and leaves nothing; it throws what that would throw. */
  tryWrite(path: string): Promise<void>;
  /** Tries whether {@link Files.createPrivate} would succeed in this folder, and leaves nothing but the folder. */
  tryPrivate(folder: string): Promise<void>;
  /** Tries whether {@link Files.create} would succeed, and leaves nothing. */
  tryCreate(path: string): Promise<void>;
  /** Adds to the end of a file, which is made when absent. */
  append(path: string, text: string): Promise<void>;
  /**
   * @returns the names of the plain files in a private folder, sorted; none where there is no such folder. A folder that is
   * a link, belongs to somebody else or can be written by others is refused (`ELOOP`, `EPERM`).
   */
  list(folder: string): Promise<readonly string[]>;
}

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdinIsTerminal: boolean;
  /** Its shell is PowerShell. */
  readonly isWindows?: boolean;
  readonly files: Files;
  /** How long a call over the network may take, in milliseconds, where that is not to be as long as aws/transport.ts says. */
  readonly patience?: {
    readonly connection?: number;
    readonly request?: number;
    readonly socket?: number;
    readonly silence?: number;
    readonly call?: number;
  };
  /** Where this tool keeps its own state (`$XDG_STATE_HOME/mwaa-kms` and its likes on other systems). */
  readonly stateFolder: string;
  /** The present moment. */
  now(): Date;
  /** Waits; with a `signal`, in the background of something else, until it is aborted at the latest. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Gives memory back that nobody uses any more, where the machine can. */
  releaseMemory?(): Promise<void>;
  /**
   * Asks on stderr, reads a line from stdin. Undefined: the input ended, or the run was interrupted.
   *
   * @param signal ends the question, in place of {@link interrupted}
   */
  ask(question: string, signal?: AbortSignal): Promise<string | undefined>;
  /** The SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
  sha256(text: string): string;
  /** Aborted at the first SIGINT, SIGTERM or SIGHUP, or when the time is over, with the {@link Interruption} as its reason. */
  readonly interrupted: AbortSignal;
  /** Aborted at the second of them: what the run still waits for is given up at once. */
  readonly interruptedAgain: AbortSignal;
}
