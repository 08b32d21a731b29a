// Tells in the report that is looked at for an approval what reading the canary back has shown.

import type { ReadBack } from '../canary/read-back.ts';
import { type Finding, number, remark } from '../findings/finding.ts';

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
