// Findings about names: columns and events in several styles or spellings, and events that the taxonomy does not list.

import type { Taxonomy } from '../../contracts/feed/taxonomy.ts';
import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile, EventNameProfile } from '../profile/chunk-profile.ts';
import { addMark, NO_ROWS } from '../profile/mark.ts';
import { finding } from './finding.ts';
import type { DetectContext } from './profiled-column.ts';

/** Compares the names that are sent. Columns that the feed renames or does not send are left out. */
export function findMixedColumnNames(_: ChunkProfile, { header, rules = {} }: DetectContext): Finding[] {
  const sent = header.filter((name) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    return !rule?.drop && !rule?.unsent && rule?.as === undefined;
  });
  return [...findAlike(sent), ...findMixedStyles(sent)];
}

function findAlike(names: readonly string[]): Finding[] {
  const spellings = Map.groupBy(names, foldName);
  return [...spellings.values()]
    .filter(({ length }) => length > 1)
    .map((alike) =>
      finding('alike_columns', {
        mark: [alike.length],
        of: names.length,
        what: 'column',
        says: `are different spellings of one name: ${list(alike)}`,
      }),
    );
}

/** The style of a name shows only if it has several words. */
const STYLES = {
  snake_case: /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/,
  UPPER_CASE: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/,
  'kebab-case': /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/i,
  camelCase: /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)+$/,
  PascalCase: /^[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+$/,
  'words with spaces': /^[\p{L}][\p{L}\d]*( [\p{L}\d]+)+$/u,
} as const satisfies Record<string, RegExp>;

/** With fewer names in the most frequent style, no style is the rule. */
const FEWEST = 2;

function findMixedStyles(names: readonly string[]): Finding[] {
  const styled = Map.groupBy(names, styleOf);
  styled.delete(undefined);
  const [most, ...others] = [...styled].sort(([, a], [, b]) => b.length - a.length);
  const odd = others.flatMap(([, names]) => names);
  if (!most || odd.length === 0 || most[1].length < FEWEST) return [];
  return [
    finding('mixed_column_names', {
      mark: [odd.length],
      of: odd.length + most[1].length,
      what: 'column name',
      says: `are not in ${most[0]}, unlike the others: ${list(odd)}`,
    }),
  ];
}

function styleOf(name: string): keyof typeof STYLES | undefined {
  return (Object.keys(STYLES) as (keyof typeof STYLES)[]).find((style) => STYLES[style].test(name));
}

/** Event names are not personal data, and are shown. One finding for each event that is written in several ways. */
export function findMixedEventNames({ names }: ChunkProfile): Finding[] {
  const spellings = Map.groupBy(names, ({ name }) => foldName(name));
  return [...spellings.values()].filter(({ length }) => length > 1).map(mixedEventNames);
}

function mixedEventNames(names: EventNameProfile[]): Finding {
  const [most, ...others] = names.toSorted((a, b) => b.seen[0] - a.seen[0]);
  const mark = others.map(({ seen }) => seen).reduce(addMark, NO_ROWS);
  return finding('mixed_event_names', {
    mark,
    of: mark[0] + (most?.seen[0] ?? 0),
    what: 'event',
    says: `are named ${list(others.map(({ name }) => name))}, the others "${most?.name ?? ''}"`,
  });
}

/** A name without case, spaces, dashes and underscores. Names that are equal then are easily confused. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}

/** More names are counted, not listed. */
const NAMES_SHOWN = 3;

function list(names: readonly string[]): string {
  const shown = names
    .slice(0, NAMES_SHOWN)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > NAMES_SHOWN ? `${shown} and ${names.length - NAMES_SHOWN} more` : shown;
}

/** Findings for new events: the report stays short even if each row has its own event name. */
const MOST_NAMES = 50;

/**
 * Events that an open taxonomy does not list, the most frequent first.
 * @param events rows by event name.
 */
export function findNewEvents(
  events: Readonly<Record<string, number>>,
  taxonomy: Taxonomy | undefined,
): Finding[] {
  if (taxonomy?.names !== 'open') return [];
  const of = Object.values(events).reduce((sum, rows) => sum + rows, 0);
  return Object.entries(events)
    .filter(([name]) => !Object.hasOwn(taxonomy.events, name))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_NAMES)
    .map(([name, rows]) =>
      finding('new_event', { mark: [rows], of, what: 'row', says: `have the new event "${name}"` }),
    );
}
