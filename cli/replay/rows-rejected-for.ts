// Reads the rows of a reject file that have one reject code, the header first. With a row, all rows of its group.
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { printRecord, REJECT_COLUMNS, REJECT_GROUP_COLUMNS } from '../../lambdas/domain/csv/print-record.ts';

const [, CODE] = REJECT_COLUMNS;
const [GROUP] = REJECT_GROUP_COLUMNS;

/**
 * @param open reads a `rejects.csv` from its beginning. It is called twice.
 * @param delimiter as its import's file had it.
 * @throws Error if it is not a reject file.
 */
export async function* rowsRejectedFor(
  code: string,
  open: () => AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<string> {
  const groups = new Set<string>();
  for await (const row of rowsOf(open(), delimiter)) if (row.code === code) groups.add(row.group);
  groups.delete('');
  for await (const { isHeader, cells, ...row } of rowsOf(open(), delimiter))
    if (isHeader || row.code === code || groups.has(row.group)) yield printRecord(cells, delimiter);
}

interface RejectedRow {
  readonly isHeader: boolean;
  readonly cells: readonly string[];
  readonly code: string | undefined;
  /** Blank if the feed does not group rows. */
  readonly group: string;
}

async function* rowsOf(body: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<RejectedRow> {
  const records = Readable.from(body).compose(parse({ delimiter, relax_column_count: true }));
  let columns: readonly [code: number, group: number] | undefined;
  for await (const cells of records as AsyncIterable<string[]>) {
    const isHeader = columns === undefined;
    columns ??= [cells.indexOf(CODE), cells.indexOf(GROUP)];
    const [code, group] = columns;
    if (code === -1) throw new Error(`The file has no column ${CODE}, so it is not a reject file.`);
    yield { isHeader, cells, code: cells[code], group: cells[group] ?? '' };
  }
}
