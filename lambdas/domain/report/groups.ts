// The groups of rows that a file has, such as orders, in the shop's word.
import type { Report } from '../../contracts/report.ts';
import type { Tally } from '../delivery/tally.ts';
import type { Statistics } from '../profile/statistics.ts';

/** What an event is about, by the first word of its name: `order_placed`, `Checkout Started`. */
const NOUNS = ['order', 'checkout', 'cart', 'basket', 'booking', 'invoice'] as const;

/** Empty if the groups were not counted, or no group became an event that says what it is. */
export function groupsOf(
  { groups, events }: Pick<Statistics, 'groups' | 'events'>,
  { deliveredGroups }: Pick<Tally, 'deliveredGroups'>,
): Pick<Report, 'groups'> {
  const names = Object.keys(events);
  if (!groups || names.length === 0) return {};
  const delivered = deliveredGroups === undefined ? {} : { delivered: deliveredGroups };
  return { groups: { noun: nounOf(names), read: groups, ...delivered } };
}

function nounOf(names: readonly string[]): string {
  const words = new Set(names.map((name) => /^[a-z]+/.exec(name.toLowerCase())?.[0]));
  return NOUNS.find((noun) => words.size === 1 && words.has(noun)) ?? 'event';
}
