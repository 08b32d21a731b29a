import { type Finding, finding } from '../../findings/finding.ts';
import type { ChunkProfile, EventNameProfile } from '../../profile/chunk-profile.ts';
import { addMark, NO_ROWS } from '../../profile/mark.ts';
import { foldName } from './fold-name.ts';

/** Names shown in a message; the other spellings are counted. */
const NAMES_SHOWN = 3;

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
