// Which file and import the report is about, and what lies beside it.
import type { Report } from '../../../contracts/report.ts';
import { type Html, html } from './html.ts';

export function originSection({ importId, file, outcomes, rejects, refusedFurther, dryRun }: Report): Html {
  return html`<footer><p>
${rejects.length + refusedFurther > 0 ? html`<a href="rejects.csv">rejects.csv</a> · ` : undefined}
${outcomes.held > 0 && !dryRun ? html`<a href="held.csv">held.csv</a> · ` : undefined}
<a href="report.json">report.json</a></p>
<p>${importId}<br>s3://${file.bucket}/${file.key}${file.versionId === undefined ? '' : ` (version ${file.versionId})`}
${(file.parts ?? []).map((key) => html`<br>· ${key}`)}</p></footer>`;
}
