// Checks an import against the limits that need weighing: repeated rows, events of one person, people in a flow.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Flows } from '../../contracts/feed/flows.ts';
import { count, number } from '../../contracts/format.ts';
import type { FlowVerdict } from '../../contracts/report.ts';
import { chainedIn, reusedIn } from '../delivery/tally.ts';
import type { Weighed } from '../delivery/weighing.ts';
import type { PastImport } from '../imports/past-import.ts';
import type { Reading } from '../rows/reading-of.ts';
import { agree, partOf, remark } from './finding.ts';
import { flowBreaches, judgeFlows } from './flows.ts';
import type { Breach } from './limits.ts';

/**
 * Whether the feed has such a limit that the import could exceed. Weighing costs a look-up of each operation in the seen
 * table.
 */
export function asksWeighing(
  feed: Feed,
  { reading: { keys }, operations }: { readonly reading: Pick<Reading, 'keys'>; readonly operations: number },
): boolean {
  const { maxDuplicateShare, maxPerPerson, maxConflicts, maxKeyReused = KEY_REUSED } = feed.limits;
  const hasKeys = keys.some((columns) => columns.length > 0);
  return (
    isOfMerges(feed) ||
    maxDuplicateShare !== undefined ||
    maxPerPerson !== undefined ||
    (feed.kind === 'events' && maxConflicts !== undefined) ||
    (hasKeys && operations > maxKeyReused) ||
    Object.keys(flowsOf(feed)).length > 0
  );
}

/** By default, one reused key holds an import. */
const KEY_REUSED = 0;

/**
 * @param rows that the feed keeps.
 * @param history earlier imports of the feed.
 */
export function judgeWeighed(
  weighed: Weighed,
  rows: number,
  feed: Feed,
  history: readonly PastImport[],
): { readonly breaches: readonly Breach[]; readonly flows: readonly FlowVerdict[] } {
  const flows = judgeFlows(weighed.flows, flowsOf(feed), history);
  return {
    breaches: [
      ...judgeMerges(weighed, feed),
      ...judgeReused(weighed, feed),
      ...judgeConflicts(weighed, feed),
      ...judgeOld(weighed, rows, feed),
      ...judgeBusiest(weighed, feed),
      ...flowBreaches(flows, flowsOf(feed)),
    ],
    flows,
  };
}

function isOfMerges(feed: Feed): boolean {
  return feed.kind === 'people' && feed.action === 'merge';
}

/** Over this number of people, an import of merges needs an approval by default. */
const MERGES = 20;

/** One chain holds the import: the rows around it are probably wrong too, and what was merged stays merged. */
function judgeMerges({ tally, operations }: Weighed, feed: Feed): Breach[] {
  if (!isOfMerges(feed)) return [];
  const { maxMerges = MERGES } = feed.limits;
  const { rows, lines } = chainedIn(tally);
  const breaches: Breach[] = [];
  if (operations > maxMerges) {
    const message = `${count(operations, 'person', 'people')} would be merged into others, more than \`limits.maxMerges\` (${number(maxMerges)}) allows.`;
    breaches.push({ finding: remark('too_many_merges', message, { rows: operations }), otherwise: 'hold' });
  }
  if (rows > 0) {
    const message = `${count(rows, 'row')} ${rows === 1 ? 'merges' : 'merge'} a person that another row merges too${onLines(lines)}.`;
    breaches.push({
      finding: { ...remark('merge_chain', message, { rows }), lines: [...lines] },
      otherwise: 'hold',
    });
  }
  return breaches;
}

function judgeReused({ tally }: Weighed, { limits: { maxKeyReused = KEY_REUSED } }: Feed): Breach[] {
  const { events, rows, lines } = reusedIn(tally);
  if (events <= maxKeyReused) return [];
  const message = `${count(events, 'event')} ${agree(events, 'have the key of another event')}, more than \`limits.maxKeyReused\` (${number(maxKeyReused)}) allows${onLines(lines)}.`;
  const finding = { ...remark('key_reused', message, { rows }), lines: [...lines] };
  return [{ finding, otherwise: 'hold' }];
}

function judgeConflicts({ tally }: Weighed, { limits: { maxConflicts } }: Feed): Breach[] {
  const { conflicts, differing } = tally;
  if (maxConflicts === undefined || conflicts <= maxConflicts) return [];
  const lines = differing
    .flatMap((some) => (some.how === 'reused' || some.how === 'chained' ? [] : some.lines))
    .sort((a, b) => a - b);
  const message = `${count(conflicts, 'row')} ${agree(conflicts, 'have the key of a delivered event and')} ${conflicts === 1 ? 'differs' : 'differ'} from it, more than \`limits.maxConflicts\` (${number(maxConflicts)}) allows${onLines(lines)}.`;
  const finding = { ...remark('too_many_conflicts', message, { rows: conflicts }), lines };
  return [{ finding, otherwise: 'hold' }];
}

/** The lines are also in the reason of the hold, which has no lines of its own. */
function onLines(lines: readonly number[]): string {
  return lines.length === 0 ? '' : ` (first on ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')})`;
}

/** An old row with a new further event, such as a refund, is news. */
function judgeOld(
  { tally, oldWithNews }: Weighed,
  rows: number,
  { limits: { maxDuplicateShare } }: Feed,
): Breach[] {
  const old = tally.outcomes.duplicate + tally.outcomes.unchanged - oldWithNews;
  const share = rows === 0 ? 0 : old / rows;
  if (maxDuplicateShare === undefined || share <= maxDuplicateShare) return [];
  const verb = old === 1 ? 'was' : 'were';
  const message = `${partOf(old, rows, 'row')} ${verb} delivered before, more than \`limits.maxDuplicateShare\` (${maxDuplicateShare}) allows.`;
  return [{ finding: remark('mostly_old', message, { rows: old, share }), otherwise: 'hold' }];
}

function judgeBusiest({ busiest }: Weighed, { limits: { maxPerPerson } }: Feed): Breach[] {
  if (maxPerPerson === undefined || busiest.events <= maxPerPerson) return [];
  const message = `One person has ${count(busiest.events, 'new event')} of the last 72 hours, more than \`limits.maxPerPerson\` (${number(maxPerPerson)}) allows.`;
  const finding = {
    ...remark('busy_person', message, { rows: busiest.events }),
    lines: [busiest.line],
  };
  return [{ finding, otherwise: 'hold' }];
}

function flowsOf(feed: Feed): Flows {
  return feed.kind === 'events' ? feed.flows : {};
}
