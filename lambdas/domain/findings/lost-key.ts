// Compares what makes a row the same event, and a person the same person, with the last completed import.
import type { Finding } from '../../contracts/report.ts';
import type { PastImport } from '../imports/past-import.ts';
import type { KeyForm } from '../profile/key-forms.ts';
import type { Reading } from '../rows/reading-of.ts';
import { describeChangedForms } from './changed-forms.ts';
import { remark } from './finding.ts';

/** What changed since the last completed import, of those whose columns are known. @param forms of this file. */
export function findLostKey(
  now: Reading,
  completed: readonly PastImport[],
  forms: readonly KeyForm[] = [],
): Finding[] {
  const before = lastReading(completed);
  if (!before) return [];
  const changed = [
    ...describe('key', before.keys.flat(), now.keys.flat()),
    ...describe('identifier', before.identifier, now.identifier),
    ...describe('time', before.time, now.time),
    ...describe('event name', before.name, now.name),
    ...describeChangedForms(forms, completed),
  ];
  return changed.length === 0 ? [] : [remark('key_changed', changed.join(' '))];
}

/** A key that the feed states and the file does not have. Later files are compared with the first. */
export function findNoKey(completed: readonly PastImport[]): Finding[] {
  if (lastReading(completed)) return [];
  return [remark('key_not_in_file', 'The file has none of the column lists in `key` of the feed.')];
}

function lastReading(completed: readonly PastImport[]): Reading | undefined {
  const known = completed.filter(({ reading }) => reading !== undefined);
  return known.sort((a, b) => b.endedAt - a.endedAt)[0]?.reading;
}

function describe(what: string, before: readonly string[], now: readonly string[]): string[] {
  if (JSON.stringify(before) === JSON.stringify(now)) return [];
  return [
    `The ${what} was ${named(before)} in the last completed import, and is ${named(now)} in this file.`,
  ];
}

function named(columns: readonly string[]): string {
  return columns.length === 0 ? 'no column' : [...new Set(columns)].map((column) => `"${column}"`).join(', ');
}
