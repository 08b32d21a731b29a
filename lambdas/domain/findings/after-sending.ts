// Tells in the report that a file brought nothing that Customer.io did not have: yesterday's export, dropped again.

import { number } from '../../contracts/format.ts';
import type { Finding, Outcomes } from '../../contracts/report.ts';
import type { ReadBack } from '../canary/read-back.ts';
import type { SkippedWait } from '../imports/turn.ts';
import { remark } from './finding.ts';

export function findNothingNew({ delivered, duplicate, unchanged, held, suppressed }: Outcomes): Finding[] {
  const old = duplicate + unchanged;
  if (old === 0 || delivered + held + suppressed > 0) return [];
  const message = `All ${number(old)} rows that could be sent were delivered before.`;
  return [
    remark(
      'nothing_new',
      old === 1 ? 'The only row that could be sent was delivered before.' : message,
      old,
      1,
    ),
  ];
}

/** Attributes that are named; a table that is wrong throughout needs no longer list. */
const MOST_NAMED = 20;

export function readBackFindings(readBack: ReadBack): Finding[] {
  const { people, missing, differing, attributes, unread, because } = readBack;
  const share = (part: number) => (people === 0 ? 0 : part / people);
  const of = `of ${number(people)} ${people === 1 ? 'person' : 'people'}`;
  const findings: Finding[] = [];
  if (missing > 0)
    findings.push(
      remark(
        'read_back_missing',
        `${number(missing)} ${of} of the canary: nobody is there.`,
        missing,
        share(missing),
      ),
    );
  if (differing > 0) {
    const named = attributes.slice(0, MOST_NAMED).map(({ name, people: of }) => `"${name}" (${number(of)})`);
    const others = attributes.length > MOST_NAMED ? [`${number(attributes.length - MOST_NAMED)} others`] : [];
    const message = `${number(differing)} ${of} of the canary: Customer.io tells otherwise than was sent of ${[...named, ...others].join(', ')}.`;
    findings.push(remark('read_back_differs', message, differing, share(differing)));
  }
  if (unread > 0) {
    const message = `${number(unread)} ${of} of the canary could not be read back. ${because ?? ''}`.trim();
    findings.push(remark('read_back_incomplete', message, unread, share(unread)));
  }
  if (findings.length > 0) return findings;
  const message =
    people === 0
      ? 'The canary has nobody to ask the App API for.'
      : `${number(people)} ${of} of the canary: Customer.io tells what was sent.`;
  return [remark('read_back_same', message, people, share(people))];
}

export function skippedWaitFindings(skippedWait: readonly SkippedWait[]): Finding[] {
  return skippedWait.map(({ feed, importIds, because }) => {
    const which = importIds.length === 0 ? `a file of "${feed}"` : importIds.join(', ');
    return because === 'time-up'
      ? remark('did_not_wait', `Went ahead without waiting any longer for ${which}.`)
      : remark('companion_not_delivered', `${which}, which comes first, ended as ${because}.`);
  });
}
