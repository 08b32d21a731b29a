// Checks an import against the limits that need weighing: repeated rows, events of one person, people in a flow.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Flows } from '../../contracts/feed/flows.ts';
import { count, number } from '../../contracts/format.ts';
import type { FlowVerdict } from '../../contracts/report.ts';
import type { Weighed } from '../delivery/weighing.ts';
import type { PastImport } from '../imports/past-import.ts';
import { partOf, remark } from './finding.ts';
import { flowBreaches, judgeFlows } from './flows.ts';
import type { Breach } from './limits.ts';

/** Whether the feed has such a limit. Weighing costs a look-up of each operation in the seen table. */
export function asksWeighing(feed: Feed): boolean {
  const { maxDuplicateShare, maxPerPerson } = feed.limits;
  return (
    maxDuplicateShare !== undefined || maxPerPerson !== undefined || Object.keys(flowsOf(feed)).length > 0
  );
}

/**
 * @param rows that were read from the file.
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
      ...judgeOld(weighed, rows, feed),
      ...judgeBusiest(weighed, feed),
      ...flowBreaches(flows, flowsOf(feed)),
    ],
    flows,
  };
}

function judgeOld({ tally }: Weighed, rows: number, { limits: { maxDuplicateShare } }: Feed): Breach[] {
  const old = tally.outcomes.duplicate + tally.outcomes.unchanged;
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
