// Judges an import by what only weighing tells: how much of it is old, how many events one person has, whom it reaches.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Flows } from '../../contracts/feed/flows.ts';
import { number } from '../../contracts/format.ts';
import type { FlowVerdict } from '../../contracts/report.ts';
import type { Weighed } from '../delivery/weighing.ts';
import type { PastImport } from '../imports/past-import.ts';
import { remark } from './finding.ts';
import { flowBreaches, judgeFlows } from './flows.ts';
import type { Breach } from './limits.ts';

/** Whether a feed wants to be weighed before it forwards: it costs a look-up of every operation. */
export function asksWeighing(feed: Feed): boolean {
  const { maxDuplicateShare, maxPerPerson } = feed.limits;
  return (
    maxDuplicateShare !== undefined || maxPerPerson !== undefined || Object.keys(flowsOf(feed)).length > 0
  );
}

/**
 * @param rows that were read.
 * @param history former imports of the feed.
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
  const message = `${number(old)} of ${number(rows)} rows were delivered before, more than the feed's maxDuplicateShare of ${maxDuplicateShare}.`;
  return [{ finding: remark('mostly_old', message, old, share), otherwise: 'hold' }];
}

function judgeBusiest({ busiest }: Weighed, { limits: { maxPerPerson } }: Feed): Breach[] {
  if (maxPerPerson === undefined || busiest.events <= maxPerPerson) return [];
  const message = `One person has ${number(busiest.events)} new events of the last 72 hours, more than the feed's maxPerPerson of ${number(maxPerPerson)}.`;
  const finding = { ...remark('busy_person', message, busiest.events), lines: [busiest.line] };
  return [{ finding, otherwise: 'hold' }];
}

function flowsOf(feed: Feed): Flows {
  return feed.kind === 'events' ? feed.flows : {};
}
