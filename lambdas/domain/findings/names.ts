// Names of columns and events that differ in style or spelling, and events that the taxonomy does not list.

import type { Taxonomy } from '../../contracts/feed/taxonomy.ts';
import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile, EventNameProfile } from '../profile/chunk-profile.ts';
import { addMark, NO_ROWS } from '../profile/mark.ts';
import { finding } from './finding.ts';
import type { DetectContext } from './profiled-column.ts';

/** Names shown in a message; the others are counted. */
const NAMES_SHOWN = 3;

/** What the feed renames or does not send reaches nobody under its own name, and is left out. */
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
        what: `columns are one name in several spellings: ${show(alike)}`,
      }),
    );
}

/** Names of several words show a style; of one word, none does. */
const STYLES = {
  snake_case: /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/,
  UPPER_CASE: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/,
  'kebab-case': /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/i,
  camelCase: /^[a-z][a-z0-9]*([A-Z][a-z0-9]*)+$/,
  PascalCase: /^[A-Z][a-z0-9]+([A-Z][a-z0-9]+)+$/,
  'words with spaces': /^[\p{L}][\p{L}\d]*( [\p{L}\d]+)+$/u,
} as const satisfies Record<string, RegExp>;

/** Of fewer, none is the rule. */
const FEWEST = 2;

function findMixedStyles(names: readonly string[]): Finding[] {
  const styled = Map.groupBy(names, styleOf);
  styled.delete(undefined);
  const [most, ...others] = [...styled].sort(([, a], [, b]) => b.length - a.length);
  const odd = others.flatMap(([, names]) => names);
  if (!most || odd.length === 0 || most[1].length < FEWEST) return [];
  const what = `column names are not in ${most[0]} as the others are: ${show(odd)}`;
  return [finding('mixed_column_names', { mark: [odd.length], of: odd.length + most[1].length, what })];
}

function styleOf(name: string): keyof typeof STYLES | undefined {
  return (Object.keys(STYLES) as (keyof typeof STYLES)[]).find((style) => STYLES[style].test(name));
}

function show(names: readonly string[]): string {
  const shown = names
    .slice(0, NAMES_SHOWN)
    .map((name) => `"${name}"`)
    .join(', ');
  return names.length > NAMES_SHOWN ? `${shown} and ${names.length - NAMES_SHOWN} more` : shown;
}

/** One finding for each event that is written in several ways. Names of events are no personal data, and are shown. */
export function findMixedEventNames({ names }: ChunkProfile): Finding[] {
  const spellings = Map.groupBy(names, ({ name }) => foldName(name));
  return [...spellings.values()].filter(({ length }) => length > 1).map(describe);
}

function describe(names: EventNameProfile[]): Finding {
  const [most, ...others] = names.toSorted((a, b) => b.seen[0] - a.seen[0]);
  const mark = others.map(({ seen }) => seen).reduce(addMark, NO_ROWS);
  const shown = others.slice(0, NAMES_SHOWN).map(({ name }) => `"${name}"`);
  const rest = others.length > NAMES_SHOWN ? ` and ${others.length - NAMES_SHOWN} more` : '';
  const what = `events are named ${shown.join(', ')}${rest}, the others "${most?.name ?? ''}"`;
  return finding('mixed_event_names', { mark, of: mark[0] + (most?.seen[0] ?? 0), what });
}

/** What is left of a name without case, spaces, dashes and underscores: names that fold alike are easily mixed up. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, '');
}

/** Names of events are few; where they are not, the first say enough. */
const MOST_NAMES = 50;

/** @param events rows by the name of their event. */
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
      finding('new_event', { mark: [rows], of, what: `rows are the new event "${name}"` }),
    );
}
