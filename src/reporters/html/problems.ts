/** Problems on the html page: what, why, what to do, and the AWS page. */
import type { Fix } from "../../problems/define.js";
import type { Problem } from "../../problems/problem.js";
import { code, html, jsonLines, link, type Markup, type Part } from "./markup.js";
import { badge } from "./section.js";
import type { Tone } from "./words.js";

const tones = { error: "bad", warning: "warning", note: "unsure" } as const satisfies Record<string, Tone>;
const words = { error: "Error", warning: "Warning", note: "Note" } as const;

/** One problem in full, as a part of a check. */
export function problemPart(problem: Problem): Markup {
  return html`<div class="problem">
<p class="what">${problem.what}${placeOf(problem)} <span class="code">${problem.code}</span></p>
<p class="why">${problem.why}</p>
${fixParts(problem.fix)}
${pageLinks(problem.docs)}
</div>
`;
}

/** A problem that stands by itself: it has its severity before it. */
export function problemCard(problem: Problem): Markup {
  const tone = tones[problem.severity];
  return html`<article class="card ${tone}">${badge(tone, words[problem.severity])}
${problemPart(problem)}</article>
`;
}

/** The ways to mend something, the best first. */
export function fixParts(fixes: readonly Fix[]): Part {
  return fixes.length === 0
    ? ""
    : html`<ul class="fixes">${fixes.map((fix) => html`<li>${fixPart(fix)}</li>`)}</ul>`;
}

export function pageLinks(urls: readonly string[]): Part {
  return urls.slice(0, 3).map((url) => html`<p class="page">${link(url, url)}</p>`);
}

function placeOf({ at, resource }: Problem): Part {
  const place = [at, resource].filter((part) => part !== undefined).join(", ");
  return place === "" ? "" : html` <span class="quiet">at ${place}</span>`;
}

function fixPart(fix: Fix): Part {
  switch (fix.do) {
    case "run":
      return html`<p>To mend it, type:</p>${code(fix.command)}`;
    case "ask":
      return html`<p>Ask ${fix.who}: ${fix.sentence}</p>`;
    case "edit":
      return fix.was === undefined
        ? html`<p>Put this at <code>${fix.pointer}</code>:</p>${code(jsonLines(fix.json).join("\n"))}`
        : html`<p>Change <code>${fix.pointer}</code>:</p>${edited(fix.was, fix.json)}`;
    case "write":
      return html`<p>In <code>${fix.where}</code>, write:</p>${code(fix.text)}`;
  }
}

function edited(was: unknown, now: unknown): Markup {
  const line = (sign: string, kind: string) => (text: string) =>
    html`<span class="${kind}"><span class="sign">${sign}</span> ${text}
</span>`;
  const lines = [...jsonLines(was).map(line("−", "gone")), ...jsonLines(now).map(line("+", "new"))];
  return html`<pre class="copy"><code>${lines}</code></pre>`;
}
