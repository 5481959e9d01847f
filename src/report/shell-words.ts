/** The words of a command line, and how a shell wants them quoted. It knows no command. */

/** `powershell` is what Windows has; cmd.exe is not written for. */
export type Shell = "posix" | "powershell";

/** @returns the words of a POSIX command line as they are quoted there, cut at white space outside of quotes */
export function wordsOf(line: string): readonly string[] {
  return line.match(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g) ?? [];
}

/** PowerShell makes a list of what has a comma, and reads `@`, `$`, `;` and more. */
const plainInPowershell = /^[A-Za-z0-9_+=:./\\-]+$/;
const operators = /^(&&|\|\|?|;|>|<[a-z0-9-]+>)$/;

/** @returns one line for the shell */
export function forShell(words: readonly string[], shell: Shell = "posix"): string {
  if (shell === "posix") return words.join(" ");
  return words
    .map((word) => (operators.test(word) || word.includes("<") ? word : powershellWord(unquoted(word))))
    .join(" ");
}

function powershellWord(text: string): string {
  return plainInPowershell.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

/** A POSIX word as the text that it means. */
function unquoted(word: string): string {
  return word.replace(
    /'([^']*)'|"([^"]*)"|\\(.)/g,
    (_all, single, double, escaped) => single ?? double ?? escaped,
  );
}
