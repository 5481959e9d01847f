/** A target and a connection to ask about it: AWS as the surroundings say, or the sandbox and nothing else. */
import type { Connection } from "../aws/connection.js";
import { targetOfEnvironment } from "../key/environment-target.js";
import { parseEnvironmentName, parseRegion, parseTarget, type Target } from "../key/target.js";
import type { Code } from "../problems/catalogue.js";
import { type Problem, problem } from "../problems/problem.js";
import { fail, ok, type Result } from "../problems/result.js";
import { usageError } from "../report/compose.js";
import type { Command, ReportParts } from "../report/report.js";
import { runSettings } from "./aws-settings.js";
import { besideSandbox, readingSignal } from "./connections.js";
import type { AwsOptions, Context, KeyOptions } from "./context.js";
import { type Alias, aliasOf, resolveAlias } from "./resolve-alias.js";

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
  const { keyOwnerProblems } = await import("./two-accounts.js");
  const wrong = keyOwnerProblems(key, options);
  if (wrong.length > 0) return usageError(command, wrong);
  const open = options.sandbox ? openSandbox : openAws;
  const session = await open(key, options, context);
  if (!session.ok) return failedToOpen(command, session.problems);
  try {
    const { session: opened } = session.value;
    const target = await stated(opened.target, options, context);
    if (!target.ok) return usageError(command, target.problems);
    const parts = withNote(await work({ ...opened, target: target.value }), session.value.note);
    return session.value.isThere === true ? withoutCreation(parts) : parts;
  } finally {
    session.value.session.holdFast();
    await session.value.close();
  }
}

async function stated(
  target: Target,
  { terraformState }: KeyOptions,
  { host }: Context,
): Promise<Result<Target>> {
  if (terraformState === undefined) return ok(target);
  const { withState } = await import("./terraform-state.js");
  return withState(target, terraformState, host);
}

function withNote(parts: ReportParts, note: Problem | undefined): ReportParts {
  return note === undefined ? parts : { ...parts, problems: [...(parts.problems ?? []), note] };
}

/** How to create an environment is of no use for one that is there. */
function withoutCreation(parts: ReportParts): ReportParts {
  return parts.verdict === "ready" ? { ...parts, next: [] } : parts;
}

interface Opened {
  readonly session: Session;
  /** The environment was found at MWAA. */
  readonly isThere?: boolean;
  /** What is to be said of the key that was found. */
  readonly note?: Problem;
  readonly close: () => Promise<void>;
}

async function openAws(
  key: string | undefined,
  options: KeyOptions & AwsOptions,
  context: Context,
): Promise<Result<Opened>> {
  if (key === undefined) return openEnvironment(options, context);
  const alias = options.resolve === true ? aliasOf(key) : undefined;
  if (alias !== undefined) return openAlias(alias, options, context);
  const named = parseTarget({ key, ...options });
  // The Region of the AWS settings is looked up only where neither the ARN nor --region names one.
  const needsRegion = !named.ok && named.problems.every((each) => each.code === "target/no-region");
  const { findRegion } = await import("../aws/settings.js");
  const target = needsRegion
    ? parseTarget({ key, ...options }, await findRegion(context.host, options.profile))
    : named;
  if (!target.ok) return target;
  const opened = await connectIn(target.value.region, options, context);
  return opened.ok ? ok(openedFor(target.value, opened.value)) : opened;
}

async function connectIn(
  region: string,
  options: AwsOptions,
  context: Context,
): Promise<Result<Pick<Session, "connection" | "holdFast">>> {
  const { connect } = await import("../aws/connect.js");
  const { hasKeyOwner, labelled, withKeyOwner } = await import("./two-accounts.js");
  const reading = readingSignal(context);
  const settings = {
    region,
    signal: reading.signal,
    ...runSettings(options, context),
    ...(options.endpointUrl === undefined ? {} : { endpointUrl: options.endpointUrl }),
  };
  const own = {
    ...settings,
    ...(hasKeyOwner(options) ? labelled(settings, "environment") : {}),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  };
  const connected = await connect(own, context.host);
  const ofOwner = { ...settings, ...(options.profile === undefined ? {} : { profile: options.profile }) };
  const connection = connected.ok
    ? await withKeyOwner(connected.value, ofOwner, options, context.host)
    : connected;
  return connection.ok ? ok({ connection: connection.value, holdFast: reading.holdFast }) : connection;
}

function openedFor(
  target: Target,
  { connection, holdFast }: Pick<Session, "connection" | "holdFast">,
): Opened {
  return { session: { target, connection, holdFast }, close: async () => connection.close() };
}

async function openAlias(
  alias: Alias,
  options: KeyOptions & AwsOptions,
  context: Context,
): Promise<Result<Opened>> {
  const { findRegion } = await import("../aws/settings.js");
  const named = alias.region ?? options.region ?? (await findRegion(context.host, options.profile));
  if (named === undefined) return fail(problem("target/no-region", {}));
  const region = parseRegion(named);
  if (!region.ok) return region;
  const opened = await connectIn(region.value.region, options, context);
  if (!opened.ok) return opened;
  const { connection } = opened.value;
  const resolved = await resolveAlias(alias, region.value.region, connection);
  const target = resolved.ok ? parseTarget({ ...options, key: resolved.value.key }) : resolved;
  if (resolved.ok && target.ok) {
    const { note } = resolved.value;
    context.urge(note.what);
    return ok({ ...openedFor(target.value, opened.value), note });
  }
  connection.close();
  return target.ok ? fail() : target;
}

/** Without a key: the one that MWAA shows for the environment. */
async function openEnvironment(options: KeyOptions & AwsOptions, context: Context): Promise<Result<Opened>> {
  if (options.environment === undefined) return fail(problem("key/empty", {}));
  const { findRegion } = await import("../aws/settings.js");
  const named = options.region ?? (await findRegion(context.host, options.profile));
  if (named === undefined) return fail(problem("target/no-region", {}));
  const region = parseRegion(named);
  const environment = parseEnvironmentName(options.environment);
  if (!region.ok || !environment.ok)
    return fail(...[region, environment].flatMap((each) => (each.ok ? [] : each.problems)));
  const opened = await connectIn(region.value.region, options, context);
  if (!opened.ok) return opened;
  const { connection } = opened.value;
  const target = await targetShown(environment.value, options, connection);
  if (target.ok) return ok({ ...openedFor(target.value, opened.value), isThere: true });
  connection.close();
  return target;
}

async function targetShown(
  name: string,
  options: KeyOptions,
  connection: Connection,
): Promise<Result<Target>> {
  const [shown, caller] = await Promise.all([connection.environment(name), connection.getCallerIdentity()]);
  if (!shown.known) return fail(shown.problem);
  if (caller.known && caller.value.account !== shown.value.account) {
    const facts = { name, found: shown.value.account, asked: caller.value.account };
    return fail(problem("environment/other-account", facts));
  }
  return targetOfEnvironment(shown.value, options);
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
  const { withKeyOwner } = await import("./two-accounts.js");
  const settings = {
    endpointUrl: sandbox.url,
    credentials: sandbox.credentials,
    isSandbox: true,
    signal: reading.signal,
    ...runSettings(options, context),
  };
  const own = target.ok ? await connect({ ...settings, region: target.value.region }, context.host) : target;
  const connection =
    own.ok && target.ok
      ? await withKeyOwner(own.value, { ...settings, region: target.value.region }, options, context.host)
      : own;
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

/** An environment without a customer managed key has nothing that could be ready or not. */
function isOwnKey({ code }: Problem): boolean {
  return code === "environment/aws-owned-key";
}

/** What was typed wrongly is the asker's to mend; credentials and networks are not. */
export function failedToOpen(command: Command, problems: readonly Problem[]): ReportParts {
  if (problems.length > 0 && problems.every(isOwnKey)) return { command, verdict: "done", problems };
  const isUsage = problems.every(({ code }) => usage.has(code) || !/^(aws|sandbox)\//.test(code));
  return isUsage ? usageError(command, problems) : { command, verdict: "could-not-tell", problems };
}
