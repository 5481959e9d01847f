/** The words for an environment that cannot be meant. */
import { entry, run } from "../entry.js";
import { pages } from "../pages.js";

export const environmentWords = {
  "environment/name": entry({
    severity: "error",
    title: "The environment name is not valid",
    subject: (f) => f.given,
    what: (f) => `"${f.given}" (${f.length} characters) is not a valid environment name.`,
    why: "MWAA requires 1 to 80 characters: a letter first, then letters, digits, hyphens and underscores.",
    fix: () => [run("aws mwaa list-environments")],
    docs: [pages.mwaaApiCreate],
    example: { given: "1st environment", length: 15 },
  }),
};
