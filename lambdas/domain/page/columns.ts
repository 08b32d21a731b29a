// What the columns contain: how many cells are filled, and their types.
import { bytes, count, percent } from '../../contracts/format.ts';
import type { ColumnProfile, Report } from '../../contracts/report.ts';
import { type Html, html } from './document.ts';

/** If there are more, the table is collapsed. */
const SHOWN = 12;

export function columnsSection({ columns, rows }: Report): Html | undefined {
  if (columns.length === 0) return undefined;
  const all = columnTable(columns, rows);
  return html`<section><h2>Columns</h2>
${columns.length > SHOWN ? html`<details><summary>${count(columns.length, 'column')}</summary>${all}</details>` : all}</section>`;
}

function columnTable(columns: readonly ColumnProfile[], rows: number): Html {
  return html`<table class="numbers"><thead><tr><th scope="col">Column</th><th scope="col">Longest</th><th scope="col">Filled</th></tr></thead><tbody>
${columns.map(
  ({ name, filled, types, longestBytes }) =>
    html`<tr><th scope="row">${name} <small>${typesOf(types, filled)}</small></th><td>${bytes(longestBytes)}</td><td>${percent(filled, rows) || '0 %'}${meter(filled, rows)}</td></tr>`,
)}</tbody></table>`;
}

function meter(filled: number, rows: number): Html {
  const width = rows === 0 ? 0 : Math.min(100, (100 * filled) / rows);
  return html`<svg class="meter" aria-hidden="true" width="100%" height="4"><rect class="all" width="100%" height="4"></rect><rect width="${width.toFixed(1)}%" height="4"></rect></svg>`;
}

/** `integer`, or `integer 98.0 %, text 2.0 %`. */
function typesOf(types: ColumnProfile['types'], filled: number): string {
  const [only, ...others] = types;
  if (!only) return 'empty';
  if (others.length === 0) return words(only.type);
  return types
    .slice(0, 3)
    .map(({ type, rows }) => `${words(type)} ${percent(rows, filled)}`)
    .join(', ');
}

const words = (type: string) => type.replaceAll('_', ' ');
