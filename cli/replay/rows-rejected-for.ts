// Reads the rows of a reject file that have one reject code, the header first.
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { printRecord, REJECT_COLUMNS } from '../../lambdas/domain/csv/print-record.ts';

const [, CODE] = REJECT_COLUMNS;

/**
 * @param body a `rejects.csv`, from its beginning.
 * @param delimiter as its import's file had it.
 * @throws Error if it is not a reject file.
 */
export async function* rowsRejectedFor(
  code: string,
  body: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<string> {
  const records = Readable.from(body).compose(parse({ delimiter, relax_column_count: true }));
  let column: number | undefined;
  for await (const cells of records as AsyncIterable<string[]>) {
    const isHeader = column === undefined;
    column ??= cells.indexOf(CODE);
    if (column === -1) throw new Error(`The file has no column ${CODE}, so it is not a reject file.`);
    if (isHeader || cells[column] === code) yield printRecord(cells, delimiter);
  }
}
