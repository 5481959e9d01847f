/** The languages of snippets by name, so that `--help` need not load what writes them. */
export const languages = ["json", "terraform", "cloudformation", "cdk", "cli"] as const;

export type Language = (typeof languages)[number];
