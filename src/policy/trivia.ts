/** JSON texts without the white space between their tokens. It reads no meaning. */
import { createScanner } from "jsonc-parser";

/** A JSON text, or a part of one, without white space between its tokens; every token stays as it is written. */
export function withoutTrivia(text: string): string {
  const scanner = createScanner(text, true);
  const tokens: string[] = [];
  while (scanner.scan() !== 17) tokens.push(text.substr(scanner.getTokenOffset(), scanner.getTokenLength()));
  return tokens.join("");
}
