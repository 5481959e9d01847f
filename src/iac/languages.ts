/** The languages of snippets by name, so that `--help` need not load what writes them. */
export const languages = [
  ...(["json", "policy", "terraform", "terraform-json", "cloudformation"] as const),
  ...(["cdk", "cdk-python", "pulumi", "cli"] as const),
] as const;

export type Language = (typeof languages)[number];
