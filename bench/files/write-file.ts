// Files of the benchmark. They are created once, in .bench/.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EVENTS_HEADER, eventRows } from './events-file.ts';
import { ORDERS_HEADER, orderRows } from './orders-file.ts';

export const BENCH_FOLDER = resolve('.bench');

const PIECE_CHARACTERS = 1024 * 1024;

/** Path of a file with the event rows from `from` to before `to`. */
export function eventsFile(from: number, to: number): Promise<string> {
  return writeOnce(`events-${from}-${to}.csv`, EVENTS_HEADER, () => eventRows(from, to));
}

/** The same file with one more row, which has too few cells: a feed that allows no rejects holds the import. */
export function eventsFileToHold(rows: number): Promise<string> {
  return writeOnce(`events-${rows}-and-one.csv`, EVENTS_HEADER, function* () {
    yield* eventRows(0, rows);
    yield 'cut short\n';
  });
}

/** Path of a file with this many rows of orders, or a few more. */
export function ordersFile(rows: number): Promise<string> {
  return writeOnce(`orders-${rows}.csv`, ORDERS_HEADER, () => orderRows(rows));
}

async function writeOnce(name: string, header: string, rows: () => Iterable<string>): Promise<string> {
  const path = join(BENCH_FOLDER, 'files', name);
  if (existsSync(path)) return path;
  mkdirSync(join(BENCH_FOLDER, 'files'), { recursive: true });
  const file = await open(`${path}.part`, 'w');
  let text = header;
  for (const row of rows()) {
    text += row;
    if (text.length < PIECE_CHARACTERS) continue;
    await file.write(text);
    text = '';
  }
  await file.write(text);
  await file.close();
  renameSync(`${path}.part`, path);
  return path;
}
