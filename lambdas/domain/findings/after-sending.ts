// Findings about the sending itself: nothing new in the file, what a canary's read-back showed, files not waited for.

import { count } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { ReadBack } from '../canary/read-back.ts';
import type { Tally } from '../delivery/tally.ts';
import type { SkippedWait } from '../imports/turn.ts';
import { agree, partOf, remark } from './finding.ts';

/** Events that have another time than when they were delivered, such as that of their last change. */
export function findChangedTimes({ differing }: Pick<Tally, 'differing'>): Finding[] {
  const changed = differing.find(({ how }) => how === 'time');
  if (!changed || changed.rows === 0) return [];
  const { rows, lines } = changed;
  const message = `${count(rows, 'row')} ${agree(rows, 'have the key and the person of a delivered event, and another time')}.`;
  return [{ ...remark('time_changed', message, { rows }), lines: [...lines] }];
}

/**
 * A file whose valid rows were all delivered before, such as yesterday's export. A further event of such a row, such as a
 * refund, is new; so is one that Customer.io declined.
 * @param toSend further events that a dry run would send.
 */
export function findNothingNew(
  {
    outcomes: { delivered, duplicate, unchanged, held, suppressed },
    conflicts,
    deliveredFurther,
    refusedFurther,
  }: Pick<Tally, 'outcomes' | 'conflicts' | 'deliveredFurther' | 'refusedFurther'>,
  toSend = 0,
): Finding[] {
  const old = duplicate + unchanged;
  const news = delivered + held + suppressed + deliveredFurther + refusedFurther + toSend;
  if (old === 0 || conflicts > 0 || news > 0) return [];
  const rows = old === 1 ? 'The only row' : `All ${count(old, 'row')}`;
  const message = `${rows} that could be sent ${old === 1 ? 'was' : 'were'} delivered before.`;
  return [remark('nothing_new', message, { rows: old, share: 1 })];
}

/** What the people of a canary look like in Customer.io: a finding if all is as it was sent, too. */
export function readBackFindings(readBack: ReadBack): Finding[] {
  const { people, missing, differing, unread, because } = readBack;
  if (people === 0) return [remark('read_back_same', 'The canary has no people that can be read back.')];
  const about = (part: number) => `${partOf(part, people, 'person', 'people')} of the canary`;
  const counts = (part: number) => ({ rows: part, share: part / people });
  const findings: Finding[] = [];
  if (missing > 0) {
    const message = `${about(missing)} ${agree(missing, 'are not in Customer.io')}.`;
    findings.push(remark('read_back_missing', message, counts(missing)));
  }
  if (differing > 0) {
    const message = `${about(differing)} ${agree(differing, 'have other values in Customer.io than were sent')}: ${attributesOf(readBack)}.`;
    findings.push(remark('read_back_differs', message, counts(differing)));
  }
  if (unread > 0) {
    const message = `${about(unread)} could not be read back. ${because ?? ''}`.trim();
    findings.push(remark('read_back_incomplete', message, counts(unread)));
  }
  if (findings.length > 0) return findings;
  const message = `${about(people)} ${agree(people, 'have the values that were sent')}.`;
  return [remark('read_back_same', message, counts(people))];
}

/** More names are counted, not listed. */
const MOST_NAMED = 20;

function attributesOf({ attributes }: ReadBack): string {
  const named = attributes
    .slice(0, MOST_NAMED)
    .map(({ name, people }) => `"${name}" (${count(people, 'person', 'people')})`);
  const others = attributes.length - MOST_NAMED;
  return [...named, ...(others > 0 ? [count(others, 'other')] : [])].join(', ');
}

/** Imports and files that this import should have waited for, and did not. */
export function skippedWaitFindings(skipped: readonly SkippedWait[]): Finding[] {
  return skipped.map(({ feed, importIds, because }) => {
    const which = importIds.length === 0 ? `a file of the feed "${feed}"` : importIds.join(', ');
    return because === 'time-up'
      ? remark('did_not_wait', `The import stopped waiting for ${which}.`)
      : remark('companion_not_delivered', `${which}, which comes first, ended as ${because}.`);
  });
}
