/** The style sheet of the html page. It is one text without parts from elsewhere, so that its digest can be written down. */

/** Of the text below, as a Content-Security-Policy names it; test/reporters/html.test.ts says what it must be. */
export const styleHash = "sha256-XT9M7rYUmpOf9dnoD5hY/nX7Tr5TbA4ufZe2JsmrIOw=";

export const style = `
:root {
  color-scheme: light dark;
  --page: #fff; --raised: #f6f8fa; --ink: #16191f; --quiet: #4d5660; --line: #d3d9df; --link: #0b5394;
  --good: #17692f; --bad: #a61b1b; --warning: #7d4700; --unsure: #5b3a99;
  --good-tint: #e8f5ec; --bad-tint: #fcebea; --warning-tint: #fdf3dd; --unsure-tint: #f1ecfa;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0f1419; --raised: #182028; --ink: #e8ebee; --quiet: #a9b4bf; --line: #34404b; --link: #83bdff;
    --good: #72d493; --bad: #ff9b91; --warning: #f4bd63; --unsure: #cdb0f7;
    --good-tint: #12291b; --bad-tint: #331a1a; --warning-tint: #2d2411; --unsure-tint: #251e36;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
h1, h2, h3, h4, h5, p, ul, ol, dl, pre, table { margin: 0; }
header > *, nav > *, main, footer > * { max-width: 74rem; margin-inline: auto; padding-inline: 1.5rem; }
h1 { font-size: clamp(2rem, 6vw, 3rem); line-height: 1.1; letter-spacing: -0.02em; }
h2 { font-size: 1.4rem; letter-spacing: -0.01em; }
h3, h4, h5 { font-size: 1.05rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
code, pre, .code { font-family: var(--mono); font-size: 0.875em; }
code, dd, p, li, th { overflow-wrap: anywhere; }
.quiet, .evidence, .page, .kicker { color: var(--quiet); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -100vw; top: 0.5rem; z-index: 1; padding: 0.5rem 1rem; background: var(--page); }
.skip:focus { left: 0.5rem; }

.good { --tone: var(--good); --tint: var(--good-tint); }
.bad { --tone: var(--bad); --tint: var(--bad-tint); }
.warning { --tone: var(--warning); --tint: var(--warning-tint); }
.unsure { --tone: var(--unsure); --tint: var(--unsure-tint); }

header { background: var(--tint); border-bottom: 1px solid var(--line); padding-bottom: 1.75rem; }
.verdict { display: flex; gap: 1.25rem; align-items: flex-start; padding-top: 2rem; }
.seal { flex: none; width: 4rem; height: 4rem; border-radius: 50%; background: var(--tone); color: var(--page); display: grid; place-items: center; font-size: 2.1rem; font-weight: 700; margin-top: 0.35rem; }
h1 { color: var(--tone); }
.kicker { font-size: 0.875rem; }
.said { font-size: 1.15rem; margin-top: 0.3rem; }
.counts { color: var(--quiet); }
.sandbox { max-width: none; padding-block: 0.5rem; background: var(--warning); color: var(--page); text-align: center; }
.sandbox strong { letter-spacing: 0.12em; margin-right: 0.5rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 0.75rem 2rem; padding-top: 1.5rem; }
.facts dt { font-size: 0.8rem; color: var(--quiet); }
.facts dd { margin: 0; }
.facts div:first-child { grid-column: 1 / -1; }
.facts div:last-child { grid-column: 1 / -1; }
header .facts div:first-child dd, header .facts div:last-child dd { font-family: var(--mono); font-size: 0.9rem; }

nav { border-bottom: 1px solid var(--line); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.75rem; padding-block: 0.75rem; list-style: none; }
main:focus { outline: none; }
main > section { padding-top: 2.5rem; }
section section { padding-top: 1.25rem; }
h2 + *, h4 + * { margin-top: 0.5rem; }
.lead { max-width: 62rem; margin-bottom: 1rem; }
footer { margin-top: 3.5rem; border-top: 1px solid var(--line); padding-block: 1.25rem; color: var(--quiet); font-size: 0.875rem; }

.badge { display: inline-block; padding: 0 0.6em; border-radius: 1em; font-size: 0.8125rem; font-weight: 600; line-height: 1.7; white-space: nowrap; color: var(--tone); background: var(--tint); border: 1px solid currentColor; }
details > summary { cursor: pointer; }
.card { border: 1px solid var(--line); border-left: 4px solid var(--tone, var(--line)); border-radius: 6px; padding: 0.9rem 1.1rem; margin-top: 1rem; }
.card summary { margin: -0.9rem -1.1rem; padding: 0.9rem 1.1rem; }
.card summary h3, .card summary h4, .card summary h5 { display: inline; margin-left: 0.3rem; }
.card .evidence { display: block; margin: 0.2rem 0 0 1.1rem; }
.problem, .bearing { margin-top: 1.1rem; }
.problem > * + *, .fixes li + li { margin-top: 0.5rem; }
.bearing { font-weight: 600; }
.why { color: var(--quiet); }
.code { color: var(--quiet); }
.fixes { list-style: none; padding: 0; }
.page { font-size: 0.875rem; margin-top: 0.5rem; }
pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.copy, .text { margin-top: 0.35rem; padding: 0.7rem 0.9rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
.copy + p { margin-top: 0.5rem; }
.sign { user-select: none; font-family: var(--mono); font-weight: 700; }
.passed { list-style: none; padding: 0; margin-top: 0.75rem; }
.passed .mark { color: var(--good); font-weight: 700; }
.passed li { display: grid; grid-template-columns: 1rem minmax(0, 2fr) minmax(0, 3fr) auto; gap: 0 0.9rem; align-items: baseline; padding: 0.45rem 0; border-top: 1px solid var(--line); }
.passed .title { grid-column: 2; }
.passed .page { margin: 0; grid-column: 4; }
.check + h3, .check + h4 { margin-top: 1.75rem; }

.statement { border: 1px solid var(--line); border-radius: 6px; margin-top: 0.6rem; overflow: hidden; }
.statement > summary { padding: 0.5rem 0.9rem; background: var(--raised); }
.statement .title { font-weight: 600; }
.keep .title { font-weight: 400; }
.statement .copy { border: 0; border-radius: 0; margin: 0; background: none; }
.add > summary .sign { color: var(--good); }
.remove > summary .sign { color: var(--bad); }
.replace > summary .sign { color: var(--warning); }
table { border-collapse: collapse; }
caption { text-align: left; color: var(--quiet); font-size: 0.875rem; padding-bottom: 0.4rem; }
.diff { width: 100%; table-layout: fixed; }
.diff caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.diff th { text-align: left; font-size: 0.8rem; color: var(--quiet); padding: 0.3rem 0.9rem; border-bottom: 1px solid var(--line); }
.diff td { padding: 0 0.9rem 0 2.1rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.5; }
.diff td + td, .diff th + th { border-left: 1px solid var(--line); }
.diff .sign { float: left; margin-left: -1.2rem; }
.diff .nothing { background: var(--raised); color: var(--quiet); padding-left: 0.9rem; border-right: 1px solid var(--line); }
.gone { background: var(--bad-tint); }
.new { background: var(--good-tint); }
.gone .sign { color: var(--bad); }
.new .sign { color: var(--good); }

.scroll { overflow-x: auto; position: relative; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-bottom: 0.75rem; font-size: 0.875rem; }
.matrix th, .matrix td, .list th, .list td { border-bottom: 1px solid var(--line); padding: 0.4rem 0.6rem; text-align: left; }
.matrix thead th { vertical-align: bottom; font-size: 0.8125rem; font-weight: 600; }
.matrix:not(.few) thead th:not(:first-child) span { writing-mode: vertical-rl; transform: rotate(180deg); overflow-wrap: normal; }
.matrix tbody th { font-weight: 400; min-width: 13rem; }
.matrix td, .matrix thead th:not(:first-child) { text-align: center; }
.matrix tbody tr:hover { background: var(--raised); }
.kind { display: block; font-size: 0.8rem; color: var(--quiet); }
.answer { font-weight: 700; display: inline-block; min-width: 1.2em; text-align: center; }
.answer.allowed { color: var(--good); }
.answer.denied { color: var(--bad); }
.answer.conditional { color: var(--unsure); }
.answer.none { color: var(--quiet); }
td.allowed { background: var(--good-tint); }
td.denied { background: var(--bad-tint); }
td.conditional { background: var(--unsure-tint); }
.deciding dt { margin-top: 0.75rem; }
.deciding dd { margin: 0; }
.plain > summary { margin-top: 1rem; color: var(--link); }
.grants { padding-left: 1.4rem; display: grid; gap: 0.5rem; margin-bottom: 1.25rem; }
.grants .quiet { display: block; }
.since { font-size: 0.875rem; color: var(--quiet); }
.list { width: 100%; }
.list th, .list td { overflow-wrap: break-word; white-space: nowrap; }
.list td:last-child { white-space: normal; overflow-wrap: anywhere; min-width: 14rem; }
.environment { border-top: 1px solid var(--line); margin-top: 0.75rem; padding-top: 0.75rem; }
.environment > summary h3 { display: inline; margin-right: 0.5rem; }

@media screen and (max-width: 46rem) {
  header > *, nav > *, main, footer > * { padding-inline: 1rem; }
  .seal { width: 2.75rem; height: 2.75rem; font-size: 1.4rem; }
  .passed li { display: block; padding-left: 1.5rem; }
  .passed .mark { float: left; margin-left: -1.5rem; }
  .passed .evidence { display: block; }
  .diff thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .diff, .diff tbody, .diff tr, .diff td { display: block; }
  .diff td + td { border-left: 0; }
  .diff .nothing, .diff .same td:first-child { display: none; }
  .matrix tbody th { min-width: 9rem; }
  .list td:last-child { white-space: nowrap; }
}
@media print {
  :root { color-scheme: light; }
  html { font-size: 10pt; }
  nav, .skip, .whole, .passed .page { display: none; }
  header { background: none; }
  .seal { color: var(--tone); background: none; border: 2px solid; }
  .sandbox { color: var(--warning); background: none; border: 2px solid; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  summary { list-style: none; }
  summary::marker { content: ""; }
  .card, .passed li, tr, .grants li, .facts div, pre { break-inside: avoid; }
  h2, h3, h4, h5, summary, caption { break-after: avoid; }
  .scroll { overflow: visible; }
  .copy, .text, .diff .nothing, .statement > summary { background: none; }
  footer { margin-top: 1.5rem; }
}
`;
