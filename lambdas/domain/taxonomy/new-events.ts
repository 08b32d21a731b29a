// Events that an open taxonomy admitted and does not list: told in the report, to be listed or corrected.
import type { Taxonomy } from '../../contracts/feed/taxonomy.ts';
import { type Finding, finding } from '../findings/finding.ts';

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
