/** The style sheet of the html page. It is one text without parts from elsewhere, so that its digest can be written down. */

/** Of the text below, as a Content-Security-Policy names it; test/reporters/html.test.ts computes what it must be. */
export const styleHash = "sha256-2WxM0WCMO6Ri8TKYpRbfEMdmnPlOzk1E4yXfS2ypUBM=";

export const style = `
:root {
  color-scheme: light dark;
  --page: #fff; --raised: #f6f8fa; --ink: #16191f; --quiet: #4d5660; --line: #d3d9df; --link: #0b5394;
  --good: #17692f; --bad: #a61b1b; --warning: #7d4700; --unknown: #5b3a99;
  --good-tint: #e8f5ec; --bad-tint: #fcebea; --warning-tint: #fdf3dd; --unknown-tint: #f1ecfa;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f1419; --raised: #182028; --ink: #e8ebee; --quiet: #a9b4bf; --line: #34404b; --link: #83bdff;
    --good: #72d493; --bad: #ff9b91; --warning: #f4bd63; --unknown: #cdb0f7;
    --good-tint: #12291b; --bad-tint: #331a1a; --warning-tint: #2d2411; --unknown-tint: #251e36;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; overflow-wrap: anywhere; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1, h2, h3, h4, h5, p, ul, dl, dd, pre { margin: 0; }
header > *, main, footer > * { max-width: 66rem; margin-inline: auto; padding-inline: 1.5rem; }
h1 { font-size: clamp(1.6rem, 5vw, 2.4rem); line-height: 1.1; letter-spacing: -0.02em; color: var(--tone); }
h2 { font-size: 1.3rem; letter-spacing: -0.01em; }
h3, h4, h5 { font-size: 1.05rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
code, pre { font-family: var(--mono); font-size: 0.875em; }
pre code { font-size: 1em; }

.quiet { color: var(--quiet); font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; user-select: none; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100vw; top: 0.5rem; z-index: 1; padding: 0.5rem 1rem; background: var(--page); }
.skip:focus { left: 0.5rem; }
.good { --tone: var(--good); --tint: var(--good-tint); }
.bad { --tone: var(--bad); --tint: var(--bad-tint); }
.warning { --tone: var(--warning); --tint: var(--warning-tint); }
.unknown { --tone: var(--unknown); --tint: var(--unknown-tint); }
.plain { --tone: var(--quiet); --tint: var(--raised); }

header { background: var(--tint); border-bottom: 1px solid var(--line); padding-bottom: 1.1rem; }
.origin { max-width: none; padding-block: 0.35rem; background: var(--warning); color: var(--page); text-align: center; }
.verdict { display: flex; gap: 1rem; align-items: flex-start; padding-top: 1.4rem; }
.seal { flex: none; width: 3.2rem; height: 3.2rem; border-radius: 50%; background: var(--tone); color: var(--page); display: grid; place-items: center; font-size: 1.7rem; font-weight: 700; }
.said { font-size: 1.1rem; margin-top: 0.25rem; }
.facts > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 1rem; margin-top: 0.3rem; }
.facts dt { color: var(--quiet); }
.facts dd { white-space: pre-wrap; }
header > .facts { padding-top: 0.9rem; }
header dd { font-family: var(--mono); font-size: 0.875rem; align-self: center; }
header > details > summary { margin-top: 0.4rem; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-block: 1rem; color: var(--quiet); font-size: 0.875rem; }

main > section { padding-top: 1.75rem; }
section section { padding-top: 1rem; }
section > * + * { margin-top: 0.6rem; }
.lead { max-width: 60rem; }
summary { cursor: pointer; }
summary h2, summary h3 { display: inline; }
.plain > summary { color: var(--link); width: fit-content; margin-top: 0.6rem; }
.part > summary { padding: 0.6rem 0; border-top: 1px solid var(--line); }
main > section:has(> .part) { padding-top: 0.75rem; }
main > section:has(> .part) + section:has(> .part) { padding-top: 0; }
.inner > * + * { margin-top: 0.6rem; }
.badge { display: inline-block; padding: 0 0.6em; border-radius: 1em; font-size: 0.8125rem; font-weight: 600; line-height: 1.6; color: var(--tone); background: var(--tint); border: 1px solid currentColor; }
.cause, .environment { border: 1px solid var(--line); border-left: 4px solid var(--tone); border-radius: 6px; padding: 0.8rem 1rem; margin-top: 0.8rem; }
.environment { padding: 0.4rem 1rem; margin-top: 0.4rem; }
.cause > * + * { margin-top: 0.4rem; }
.way { display: grid; grid-template-columns: 3.6rem minmax(0, 1fr); gap: 0 0.5rem; }
.way strong { font-weight: 600; white-space: nowrap; color: var(--quiet); }
.docs { font-size: 0.875rem; }
.copy { padding: 0.5rem 0.8rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.command { user-select: all; }
.command span { display: inline-block; max-width: 100%; }
.way .copy + *, .way p + .copy, .way p + .sides { margin-top: 0.3rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 0.5rem 1rem; }
del, ins { text-decoration-thickness: 1px; border-radius: 2px; padding: 0 1px; }
del { color: var(--bad); background: var(--bad-tint); }
ins { color: var(--good); background: var(--good-tint); text-decoration: underline; }
.line { display: block; padding-left: 1.2rem; }
.sign { user-select: none; float: left; margin-left: -1.2rem; font-weight: 700; }
.added { color: var(--good); }
.removed { color: var(--bad); }
.changed { color: var(--warning); }
.items { list-style: none; padding: 0; }
.items li { display: grid; grid-template-columns: 1rem minmax(0, 2fr) minmax(0, 3fr); gap: 0 0.8rem; align-items: baseline; padding: 0.3rem 0; border-bottom: 1px solid var(--line); }
.items .wide { grid-column: 2 / -1; }
.items li li { display: list-item; border: 0; padding: 0; }
.mark { color: var(--tone); font-weight: 700; text-align: center; display: inline-block; min-width: 1em; }
.scroll { overflow-x: auto; position: relative; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; font-size: 0.875rem; }
table { border-collapse: collapse; font-size: 0.9375rem; }
th, td { overflow-wrap: break-word; border-bottom: 1px solid var(--line); padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; }
thead th { vertical-align: bottom; font-size: 0.8125rem; color: var(--quiet); font-weight: 600; }
tbody th { font-weight: 600; }
table:has(.only) tbody th, table:has(.only) thead th:first-child { position: sticky; left: 0; background: var(--page); min-width: 5.5rem; max-width: 14rem; overflow-wrap: break-word; }
table:has(.only) td { white-space: nowrap; }
table:not(:has(.only)) { width: 100%; }
.only, .upright { text-align: center; padding: 0.3rem 0.35rem; }
.only { background: var(--tint); }
.only + td:not(.only), .upright + th:not(.upright) { padding-left: 0.8rem; }
.upright span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 13rem; text-align: left; line-height: 1.15; }

.picture { display: block; max-width: 42rem; margin-top: 0.6rem; overflow: visible; font-size: 13px; }
.picture text { fill: var(--ink); text-anchor: middle; }
.picture svg { overflow: visible; }
.box { fill: var(--raised); stroke: var(--line); stroke-width: 1; }
.key { stroke: var(--quiet); stroke-width: 2; }
.icon * { fill: none; stroke: var(--ink); stroke-width: 2; }
.name { font-weight: 600; }
.short { font-family: var(--mono); font-size: 11px; }
.edge line { stroke: var(--tone); stroke-width: 2; }
.edge.bad line { stroke-dasharray: 7 5; }
.edge.unknown line, .edge.plain line { stroke-dasharray: 2 4; }
.edge .head { fill: var(--tone); }
.edge circle { fill: var(--page); stroke: var(--tone); stroke-width: 2; }
.edge .mark { fill: var(--tone); font-size: 14px; }
.edge .by, .edge .state { font-size: 12px; }
.edge .state { fill: var(--tone); font-weight: 600; }

@media screen and (max-width: 46rem) {
  header > *, main, footer > * { padding-inline: 1rem; }
  .verdict { gap: 0.8rem; padding-top: 1rem; }
  .seal { width: 2.4rem; height: 2.4rem; font-size: 1.25rem; }
  .facts > div { grid-template-columns: 1fr; }
  .facts dt { font-size: 0.8125rem; }
  .way { grid-template-columns: 1fr; }
  .cause { padding: 0.7rem 0.8rem; }
  .picture .name { font-size: 12px; }
  .items li { grid-template-columns: 1rem minmax(0, 1fr); }
  .items li > :nth-child(n + 3) { grid-column: 2; }
  table:has(.only) tbody th { max-width: 8.5rem; }
}
@media print {
  :root { color-scheme: light; }
  html { font-size: 10pt; }
  .skip { display: none; }
  header { background: none; }
  .seal, .origin { color: var(--tone); background: none; border: 2px solid; }
  .origin { color: var(--warning); }
  details:not(.environment)::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; color: inherit; }
  summary::marker { content: ""; }
  .cause, .items li, tr, .facts div, .picture { break-inside: avoid; }
  h2, h3, h4, h5, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  .copy { background: none; }
}
`;
