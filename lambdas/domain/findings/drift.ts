// How the columns of a file differ from those of the import before it.

import { count } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { SeenColumn } from '../profile/column-kinds.ts';
import { agree, type Evidence, remark } from './finding.ts';
import type { DetectorCode } from './table.ts';

/** A column whose cells are too few to show a kind (`unknown`) is not compared by kind. */
export function findDrift(before: readonly SeenColumn[], now: readonly SeenColumn[]): Finding[] {
  const kinds = new Map(before.map(({ name, kind }) => [name, kind]));
  const names = new Set(now.map(({ name }) => name));
  const missing = before.filter(({ name }) => !names.has(name)).map(({ name }) => `"${name}"`);
  const added = now.filter(({ name }) => !kinds.has(name)).map(({ name }) => `"${name}"`);
  const retyped = now.flatMap(({ name, kind }) => {
    const former = kinds.get(name) ?? 'unknown';
    const isKnown = former !== 'unknown' && kind !== 'unknown';
    return isKnown && kind !== former ? [`"${name}" (${former}, now ${kind})`] : [];
  });
  return [
    ...listed('columns_missing', missing, 'are in the last import and not in this file'),
    ...listed('columns_retyped', retyped, 'have another type than in the last import'),
    ...listed('columns_new', added, 'are in this file and not in the last import'),
  ];
}

/** More columns are counted, not listed. */
const NAMED = 10;

function listed(code: DetectorCode, columns: readonly string[], says: Evidence['says']): Finding[] {
  if (columns.length === 0) return [];
  const more = columns.length > NAMED ? ` and ${columns.length - NAMED} more` : '';
  const what = `${count(columns.length, 'column')} ${agree(columns.length, says)}`;
  return [remark(code, `${what}: ${columns.slice(0, NAMED).join(', ')}${more}.`)];
}
