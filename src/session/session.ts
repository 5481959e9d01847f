/** A target and a connection to ask about it: AWS as the surroundings say, or the sandbox and nothing else. */
import type { Connection } from "../aws/connection.js";
import { parseTarget, type Target } from "../key/target.js";
import type { Code } from "../problems/catalogue.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { usageError } from "../report/compose.js";
import type { Command, ReportParts } from "../report/report.js";
import { runSettings } from "./aws-settings.js";
import { besideSandbox, readingSignal } from "./connections.js";
import type { AwsOptions, Context, KeyOptions } from "./context.js";

/** What the verbs that ask AWS work with. `holdFast` keeps an interruption from cutting off the calls that follow. */
export interface Session {
  readonly target: Target;
  readonly connection: Connection;
  readonly holdFast: () => void;
  /** Asked just before a write is sent: a problem keeps it back. */
  readonly beforeWrite?: () => Promise<Problem | undefined>;
  /** Runs when nobody knows whether a write was stored, before that is found out. */
  readonly onUnclear?: () => void;
}

/**
 * Opens a session, lets `work` use it, and closes it again.
 *
 * @param key as typed; undefined: the sandbox's key that lacks the statement
 */
export async function withSession(
  command: Command,
  key: string | undefined,
  options: KeyOptions & AwsOptions,
  context: Context,
  work: (session: Session) => Promise<ReportParts>,
): Promise<ReportParts> {
  const open = options.sandbox ? openSandbox : openAws;
  const session = await open(key, options, context);
  if (!session.ok) return failedToOpen(command, session.problems);
  try {
    const { session: opened } = session.value;
    if (options.terraformState === undefined) return await work(opened);
    const { withState } = await import("./terraform-state.js");
    const target = await withState(opened.target, options.terraformState, context.host);
    if (!target.ok) return usageError(command, target.problems);
    return await work({ ...opened, target: target.value });
  } finally {
    session.value.session.holdFast();
    await session.value.close();
  }
}

interface Opened {
  readonly session: Session;
  readonly close: () => Promise<void>;
}

async function openAws(
  key: string | undefined,
  options: KeyOptions & AwsOptions,
  context: Context,
): Promise<Result<Opened>> {
  if (key === undefined) return fail(problem("key/empty", {}));
  const named = parseTarget({ key, ...options });
  // The Region of the AWS settings is looked up only where neither the ARN nor --region names one.
  const needsRegion = !named.ok && named.problems.every((each) => each.code === "target/no-region");
  const { connect } = await import("../aws/connect.js");
  const { findRegion } = await import("../aws/settings.js");
  const target = needsRegion
    ? parseTarget({ key, ...options }, await findRegion(context.host, options.profile))
    : named;
  if (!target.ok) return target;
  const reading = readingSignal(context);
  const connection = await connect(
    {
      region: target.value.region,
      signal: reading.signal,
      ...runSettings(options, context),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      ...(options.endpointUrl === undefined ? {} : { endpointUrl: options.endpointUrl }),
    },
    context.host,
  );
  if (!connection.ok) return connection;
  return ok({
    session: { target: target.value, connection: connection.value, holdFast: reading.holdFast },
    close: async () => connection.value.close(),
  });
}

async function openSandbox(
  key: string | undefined,
  options: KeyOptions & AwsOptions,
  context: Context,
): Promise<Result<Opened>> {
  const clashing = besideSandbox(options);
  if (clashing !== undefined) return fail(clashing);
  const { startForRun } = await import("./sandbox.js");
  const started = await startForRun(context.host);
  if (!started.ok) return started;
  const sandbox = started.value;
  const target = parseTarget(
    {
      ...options,
      key: key ?? sandbox.seeds["lacks-statement"],
      environment: options.environment ?? (key === undefined ? "demo" : undefined),
    },
    sandbox.region,
  );
  const reading = readingSignal(context);
  const { connect } = await import("../aws/connect.js");
  const connection = target.ok
    ? await connect(
        {
          region: target.value.region,
          endpointUrl: sandbox.url,
          credentials: sandbox.credentials,
          isSandbox: true,
          signal: reading.signal,
          ...runSettings(options, context),
        },
        context.host,
      )
    : target;
  if (!connection.ok || !target.ok) {
    await sandbox.close();
    return fail(...(connection.ok ? [] : connection.problems));
  }
  return ok({
    session: { target: target.value, connection: connection.value, holdFast: reading.holdFast },
    close: async () => {
      connection.value.close();
      await sandbox.close();
    },
  });
}

/** Values that were typed, in an option, a variable or a file. */
const usage: ReadonlySet<Code> = new Set<Code>(["aws/setting", "aws/endpoint-url"]);

/** What was typed wrongly is the asker's to mend; credentials and networks are not. */
export function failedToOpen(command: Command, problems: readonly Problem[]): ReportParts {
  const isUsage = problems.every(({ code }) => usage.has(code) || !/^(aws|sandbox)\//.test(code));
  return isUsage ? usageError(command, problems) : { command, verdict: "could-not-tell", problems };
}
