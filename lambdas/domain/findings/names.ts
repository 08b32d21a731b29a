// Columns of one file that are named in different ways: snake_case beside Title Case, or one name spelt twice.
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { foldName } from '../review/detectors/fold-name.ts';
import { type Finding, finding } from './finding.ts';
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
