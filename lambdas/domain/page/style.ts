// The style sheet of all pages: printable, light and dark. An outcome has the same color everywhere.

const LIGHT = `
--paper:#fbfaf8;--card:#fff;--ink:#1d1c1a;--soft:#5f5c56;--line:#e3dfd7;--link:#1c5a8a;
--good:#1c6e52;--attention:#8f5a0a;--bad:#a83228;--chart:#3d6a8f;--chart-soft:#c9d6e0;
--delivered:#1f7a5c;--duplicate:#727d8c;--unchanged:#a2abb7;--rejected:#b8392f;--held:#c1811f;--suppressed:#7d6a9e;--expired:#947f6a;--filtered:#5c8a94;--unfinished:#3b3936;`;

const DARK = `
--paper:#141517;--card:#1b1d20;--ink:#e9e7e2;--soft:#a6a39c;--line:#34373c;--link:#8fc1ea;
--good:#5cc49b;--attention:#e2ab57;--bad:#f08579;--chart:#7fb0d8;--chart-soft:#2f4254;
--delivered:#46ad86;--duplicate:#8995a5;--unchanged:#5f6a78;--rejected:#e3675b;--held:#d99b3e;--suppressed:#a592c9;--expired:#b09a82;--filtered:#79a9b3;--unfinished:#d8d5cf;`;

const OUTCOMES = [
  ...[
    'delivered',
    'duplicate',
    'unchanged',
    'rejected',
    'held',
    'suppressed',
    'expired',
    'filtered',
    'unfinished',
  ],
]
  .map((name) => `.${name}{fill:var(--${name})}.swatch.${name}{background:var(--${name})}`)
  .join('');

export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:54rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
h1{margin:.35rem 0 .9rem;font-size:clamp(1.5rem,1.1rem + 1.8vw,2.15rem);line-height:1.2;font-weight:650;letter-spacing:-.015em;text-wrap:balance}
h2{margin:0 0 .8rem;font-size:1.15rem;font-weight:650;letter-spacing:-.005em}
h3{margin:1.4rem 0 .4rem;font-size:.95rem;font-weight:600}
p{margin:0 0 .7rem;max-width:44rem}
a{color:var(--link);text-underline-offset:.15em}
code{font:.85em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft);overflow-wrap:anywhere}
small{font-size:.875em;color:var(--soft)}
section{margin-top:2.2rem;padding-top:1.9rem;border-top:1px solid var(--line)}
.status{display:flex;align-items:center;gap:.5em;margin:0;font-size:.9rem;font-weight:600}
.status::before{content:"";width:.65em;height:.65em;border-radius:50%;background:currentColor}
.good{color:var(--good)}.attention{color:var(--attention)}.bad{color:var(--bad)}
.reason{font-size:1.05rem;color:var(--ink);padding-left:.9rem;border-left:3px solid}
.reason.attention{border-color:var(--attention)}.reason.bad{border-color:var(--bad)}
.next{margin:1.1rem 0 .3rem;font-weight:600}
.steps{margin:0 0 .4rem;padding-left:1.2rem;max-width:44rem}.steps li{margin-bottom:.3rem}
.files{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem}
.facts{display:flex;flex-wrap:wrap;gap:.9rem 2.4rem;margin:1.5rem 0 .4rem}
.facts div{min-width:0}
.facts dt{font-size:.8rem;color:var(--soft)}
.facts dd{margin:0;font-weight:550;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.bar{display:block;margin:.2rem 0 1.1rem;border-radius:5px;overflow:hidden;forced-color-adjust:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.bar rect{stroke:var(--paper);stroke-width:1.5}
.swatch{display:inline-block;width:.7em;height:.7em;margin-right:.6em;border-radius:2px;forced-color-adjust:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
table{width:100%;border-collapse:collapse}
th,td{padding:.5rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:baseline;font-weight:400}
thead th{padding-top:0;font-size:.8rem;color:var(--soft)}
tbody th{overflow-wrap:anywhere}
tfoot th,tfoot td{font-weight:600;border-bottom:0}
.numbers tbody:last-child tr:last-child>*{border-bottom:0}
.numbers th:not(:first-child),.numbers td{padding-left:1.2rem;width:1%;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.numbers+p,.facts+table{margin-top:.9rem}
.findings{margin:0;padding:0;list-style:none}
.findings li{padding:.8rem 0;border-bottom:1px solid var(--line)}
.findings li:last-child{border-bottom:0}
.findings p{margin:0;max-width:none;overflow-wrap:anywhere}
.severity{display:inline-block;font-weight:600;color:var(--soft)}
.warning .severity{color:var(--attention)}
.examples{margin:.35rem 0 0;padding:0;list-style:none;font-size:.875em;color:var(--soft)}
.times{display:grid;grid-template-columns:minmax(0,1fr) 11rem;gap:.2rem 1.8rem;margin-top:1.2rem;break-inside:avoid}
.times h3{grid-column:1/-1;margin:0;overflow-wrap:anywhere}
.times small{font-weight:400}
.chart{display:block;overflow:visible;fill:var(--chart);-webkit-print-color-adjust:exact;print-color-adjust:exact}
.chart text{fill:var(--soft);font-size:.72rem;text-anchor:middle;font-variant-numeric:tabular-nums}
.chart .start{text-anchor:start}.chart .end{text-anchor:end}
.chart .base{stroke:var(--line)}.chart .mark{stroke:var(--attention);stroke-width:1.5}
.meter{display:block;margin-top:.3rem;min-width:5rem;fill:var(--chart);-webkit-print-color-adjust:exact;print-color-adjust:exact}.meter .all{fill:var(--line)}
details{margin-top:1rem}summary{cursor:pointer;color:var(--link);font-size:.9rem;margin-bottom:.6rem}
footer{margin-top:2.2rem;padding-top:1.3rem;border-top:1px solid var(--line);font-size:.85rem;color:var(--soft);overflow-wrap:anywhere}
${OUTCOMES}
@media (max-width:36rem){.times{grid-template-columns:minmax(0,1fr)}main{padding:1.5rem 1rem 3rem}section{margin-top:1.7rem;padding-top:1.4rem}.facts{gap:.8rem 1.6rem}.numbers tbody small{display:block}.numbers th:not(:first-child),.numbers td{padding-left:.8rem}}
@media print{:root{--paper:#fff}body{font-size:10.5pt}main{max-width:none;padding:0}section,li,tr{break-inside:avoid}h2{break-after:avoid}a{color:inherit}details::details-content{content-visibility:visible;block-size:auto}}
`;
