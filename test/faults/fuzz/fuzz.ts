/** So many cases of each kind from one seed, and what was found. */
import { serveAnswers } from "./answers.js";
import { type Random, seeded } from "./garbage.js";
import { fuzzPolicy } from "./policies.js";
import { type Fuzzed, fuzzBackup, fuzzIdentifier } from "./words.js";

export interface Figures {
  readonly kind: string;
  readonly cases: number;
  /** A seed that repeats the case, its input, and what is wrong. */
  readonly broken: readonly {
    readonly seed: number;
    readonly input: string;
    readonly wrong: readonly string[];
  }[];
  readonly slowest: { readonly milliseconds: number; readonly seed: number };
}

/** How the cases are shared out: answers cost most by far, for they go over a real connection. */
const shares = { policies: 0.6, identifiers: 0.26, backups: 0.1, answers: 0.04 } as const;

/** Each case has a seed of its own, so that one can be repeated alone. */
export async function fuzz(
  cases: number,
  seed: number,
  tell: (figures: Figures) => void = () => undefined,
): Promise<readonly Figures[]> {
  const server = await serveAnswers();
  const kinds: Readonly<Record<keyof typeof shares, (random: Random) => Promise<Fuzzed>>> = {
    policies: fuzzPolicy,
    identifiers: fuzzIdentifier,
    backups: fuzzBackup,
    answers: server.fuzz,
  };
  try {
    const figures: Figures[] = [];
    for (const kind of Object.keys(shares) as (keyof typeof shares)[]) {
      const found = await fuzzKind(kind, kinds[kind], Math.round(cases * shares[kind]), seed);
      tell(found);
      figures.push(found);
    }
    return figures;
  } finally {
    server.close();
  }
}

async function fuzzKind(
  kind: string,
  run: (random: Random) => Promise<Fuzzed>,
  cases: number,
  first: number,
): Promise<Figures> {
  const broken: Figures["broken"][number][] = [];
  let slowest = { milliseconds: 0, seed: first };
  for (let seed = first; seed < first + cases; seed++) {
    const start = process.cpuUsage();
    const { input, wrong } = await run(seeded(seed)).catch(thrown);
    const milliseconds = cpuMilliseconds(start);
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, seed };
    if (wrong.length > 0) broken.push({ seed, input: input.slice(0, 2_000), wrong });
  }
  return { kind, cases, broken, slowest };
}

function thrown(error: unknown): Fuzzed {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { input: "", wrong: [`thrown: ${text}`] };
}

/** The processor's time, since a busy machine makes every case long by the clock. */
function cpuMilliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 1_000);
}
