// Writes CSV as other programs do.

export interface Style {
  readonly delimiter: ',' | ';' | '|';
  readonly newline: '\n' | '\r\n';
  readonly bom: boolean;
  /** Quotes all cells, not only those that need it. */
  readonly quotesAll: boolean;
}

/** As Shopify writes it. */
export const PLAIN: Style = { delimiter: ',', newline: '\n', bom: false, quotesAll: false };

/** A row by the names of its columns. Other columns are empty. */
export type Cells = Readonly<Record<string, string>>;

export function csvText(header: readonly string[], rows: readonly Cells[], style: Style = PLAIN): string {
  const lines = [header, ...rows.map((row) => header.map((name) => row[name] ?? ''))];
  const text = lines.map((cells) => cells.map((cell) => quoted(cell, style)).join(style.delimiter));
  return `${style.bom ? '\ufeff' : ''}${text.map((line) => line + style.newline).join('')}`;
}

function quoted(cell: string, { delimiter, quotesAll }: Style): string {
  if (!quotesAll && ![delimiter, '"', '\n', '\r'].some((special) => cell.includes(special))) return cell;
  return `"${cell.replaceAll('"', '""')}"`;
}
