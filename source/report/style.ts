/**
 * The look of a page, light or dark as who reads it likes, and light on paper. Colours are Okabe's and Ito's, which who sees no red
 * or no green tells apart too; what a colour says a word or a shape says as well.
 */
export const style = `
:root {
	color-scheme: light dark;
	--page: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --muted: #59626d; --rule: #d5dae0;
	--primary: #0072b2; --candidate: #c85200; --third: #007f68; --fourth: #a4497f; --good: #007a5a; --bad: #b3261e; --unsure: #6b5b00;
}
@media (prefers-color-scheme: dark) {
	:root {
		--page: #14171b; --panel: #1e2329; --text: #e8eaed; --muted: #a3acb7; --rule: #3a424c;
		--primary: #56b4e9; --candidate: #f0a030; --third: #2fc4a0; --fourth: #e39ac2; --good: #35c99b; --bad: #ff8a80; --unsure: #e3cf57;
	}
}
* { box-sizing: border-box; }
body {
	margin: 0; background: var(--page); color: var(--text);
	font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif;
	overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 48px; }
h1 { font-size: 1.15rem; font-weight: 500; color: var(--muted); margin: 0 0 14px; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 44px 0 12px; }
h3 { font-size: 1rem; margin: 0 0 4px; }
p { margin: 0 0 10px; max-width: 70ch; }
code, pre, .mono { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.86em; }
pre { margin: 0; white-space: pre-wrap; }
.note, figcaption, caption { color: var(--muted); font-size: 0.9rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); } .plain { color: var(--text); }
.verdict { border: 1px solid var(--rule); border-left: 8px solid currentColor; border-radius: 6px; padding: 16px 20px; background: var(--panel); }
.verdict strong { display: block; font-size: 2.1rem; line-height: 1.15; letter-spacing: -0.01em; margin-bottom: 6px; }
.verdict p { color: var(--text); font-size: 1.05rem; margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 165px), 1fr)); gap: 12px; margin: 12px 0 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--rule); border-radius: 6px; padding: 12px 14px; }
.tiles h3 { font-size: 0.9rem; font-weight: 500; color: var(--muted); }
.tiles .outcome { margin: 0; font-weight: 700; font-size: 1.12rem; line-height: 1.3; }
.tiles .figures { font-size: 0.92rem; font-variant-numeric: tabular-nums; margin: 2px 0 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 20px 28px; align-items: start; }
figure { margin: 0 0 14px; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; }
figure > div[role] { max-width: 540px; }
figcaption { margin: 0 0 6px; }
.key { white-space: nowrap; margin-right: 14px; color: var(--text); }
.key::before { content: ''; display: inline-block; width: 11px; height: 11px; margin-right: 6px; background: currentColor; }
.key.primary::before { border-radius: 50%; background: var(--primary); }
.key.candidate::before { transform: rotate(45deg); background: var(--candidate); }
.key.third::before { background: var(--third); } .key.fourth::before { border-radius: 50% 0; background: var(--fourth); }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.94rem; }
caption { text-align: left; padding-bottom: 4px; }
th, td { text-align: left; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: normal; }
th { font-weight: 500; } thead th { color: var(--muted); } tbody th { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.confusion th, .confusion td { padding: 4px 7px; text-align: right; min-width: 2.3em; border: 0; }
.confusion td { background: color-mix(in srgb, var(--heat) calc(var(--share) * 70%), transparent); border: 1px solid var(--page); }
.confusion td.nought { color: var(--muted); }
.cases { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px; }
.cases li { border: 1px solid var(--rule); border-radius: 6px; padding: 12px 14px; break-inside: avoid; }
.cases dl { display: grid; grid-template-columns: minmax(0, 8.5em) minmax(0, 1fr); gap: 4px 12px; margin: 0; }
.picture { float: right; margin: 0 0 4px 14px; fill: currentColor; border: 1px solid var(--rule); shape-rendering: crispEdges; }
.cases dt { color: var(--muted); font-size: 0.9rem; } .cases dd { margin: 0; min-width: 0; }
footer { margin-top: 44px; border-top: 1px solid var(--rule); padding-top: 14px; }
footer dl { display: grid; grid-template-columns: minmax(0, 7.5em) minmax(0, 1fr); gap: 4px 12px; margin: 0; font-size: 0.94rem; }
footer dt { color: var(--muted); } footer dd { margin: 0; min-width: 0; }
@media (max-width: 560px) {
	main { padding: 18px 14px 32px; }
	.verdict { padding: 12px 14px; } .verdict strong { font-size: 1.7rem; }
	.cases dl, footer dl { grid-template-columns: minmax(0, 1fr); } .cases dd, footer dd { margin-bottom: 6px; }
	th, td { padding-right: 10px; }
	.confusion { font-size: 0.84rem; } .confusion th, .confusion td { padding: 3px 4px; min-width: 2em; }
}
@media print {
	:root {
		color-scheme: light;
		--page: #ffffff; --panel: #ffffff; --text: #000000; --muted: #444444; --rule: #bbbbbb;
		--primary: #0072b2; --candidate: #c85200; --third: #007f68; --fourth: #a4497f; --good: #00614a; --bad: #a3211a; --unsure: #5a4c00;
	}
	* { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
	main { max-width: none; padding: 0; } figure, tr, .verdict, .tiles li { break-inside: avoid; } h2 { break-after: avoid; }
	.key.third::before { background: var(--third); } .key.fourth::before { border-radius: 50% 0; background: var(--fourth); }
.scroll { overflow: visible; }
}
`;
