/** The AWS settings of this process, as test/surroundings.ts and the test's own file have left them. */

/** @returns them, for a host whose environment is otherwise the test's own: what the SDK reads and what we read are then the same */
export function awsVariables(): Readonly<Record<string, string>> {
  const own = Object.entries(process.env).filter(([name]) => name.startsWith("AWS_"));
  return Object.fromEntries(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
