/** The snippet in the language that was asked for. */
import type { Language } from "../choices.js";
import { cdk, cdkPython } from "./cdk.js";
import { cli } from "./cli.js";
import { cloudformation, cloudformationJson } from "./cloudformation.js";
import { pulumi } from "./pulumi.js";
import { type Snippet, wholePolicy } from "./snippet.js";
import { terraform, terraformJson } from "./terraform.js";

/** The languages that have functions for account and Region; the others get literals. */
export const hasFunctions: ReadonlySet<Language | "cloudformation-json"> = new Set([
  ...(["terraform", "terraform-json", "cloudformation", "cloudformation-json"] as const),
  ...(["cdk", "cdk-python", "pulumi"] as const),
]);

/** @returns the snippet's text, without a line end at its end */
export function renderSnippet(language: Language | "cloudformation-json", snippet: Snippet): string {
  switch (language) {
    case "json":
      return JSON.stringify(snippet.form === "policy" ? wholePolicy(snippet) : snippet.statement, null, 2);
    case "policy":
      return JSON.stringify(wholePolicy(snippet), null, 2);
    case "terraform":
      return terraform(snippet);
    case "terraform-json":
      return terraformJson(snippet);
    case "cloudformation":
      return cloudformation(snippet);
    case "cloudformation-json":
      return cloudformationJson(snippet);
    case "cdk":
      return cdk(snippet);
    case "cdk-python":
      return cdkPython(snippet);
    case "pulumi":
      return pulumi(snippet);
    case "cli":
      return cli(snippet);
  }
}
