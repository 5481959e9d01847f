/** What one fuzzed case is held to: it ends, says something fit for a terminal, and is no fault of the program's own. */

/** What became of a case: nothing is wrong, or sentences. `sent` counts what the run asked KMS to write. */
export interface Ended {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** All controls but the line's end, C1 included; what turns the direction of a text. */
const unfit =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]/;

/** @returns a sentence for each promise that was broken */
export function judgeEnd({ exit, stdout, stderr }: Ended): readonly string[] {
  return [
    ...([0, 1, 2, 3].includes(exit) ? [] : [`exit code ${exit}`]),
    ...(unfit.test(stdout) ? [`stdout has ${JSON.stringify(unfit.exec(stdout)?.[0])}`] : []),
    ...(unfit.test(stderr) ? [`stderr has ${JSON.stringify(unfit.exec(stderr)?.[0])}`] : []),
    ...(stdout + stderr === "" ? ["nothing is said"] : []),
    ...(/bug\/unexpected|^\s+at .*\.[jt]s:\d+/m.test(stdout + stderr) ? ["a fault of its own"] : []),
  ];
}
