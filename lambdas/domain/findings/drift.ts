// How the columns of a file differ from those of the import before it: what an export's owner changed unasked.
import type { Finding } from '../../contracts/report.ts';
import type { SeenColumn } from '../profile/column-kinds.ts';
import { remark } from './finding.ts';

/** A file of 1,000 new columns is told by the first of them. */
const NAMED = 10;

/** Columns whose cells were too few to tell are not compared by what they hold. */
export function findDrift(before: readonly SeenColumn[], now: readonly SeenColumn[]): Finding[] {
  const kinds = new Map(before.map(({ name, kind }) => [name, kind]));
  const names = new Set(now.map(({ name }) => name));
  const missing = before.filter(({ name }) => !names.has(name)).map(({ name }) => `"${name}"`);
  const added = now.filter(({ name }) => !kinds.has(name)).map(({ name }) => `"${name}"`);
  const retyped = now.flatMap(({ name, kind }) => {
    const former = kinds.get(name) ?? 'unknown';
    const isKnown = former !== 'unknown' && kind !== 'unknown';
    return isKnown && kind !== former ? [`"${name}" (${former} → ${kind})`] : [];
  });
  return [
    ...found('columns_missing', 'Missing', missing),
    ...found('columns_retyped', 'Of another type', retyped),
    ...found('columns_new', 'New', added),
  ];
}

function found(code: Parameters<typeof remark>[0], what: string, columns: readonly string[]): Finding[] {
  if (columns.length === 0) return [];
  const more = columns.length > NAMED ? ` and ${columns.length - NAMED} more` : '';
  return [remark(code, `${what} since the last import: ${columns.slice(0, NAMED).join(', ')}${more}.`)];
}
