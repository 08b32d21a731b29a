// A second export whose keys or ids a program has written in another way is held: all of its rows would be new.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { OUTCOMES, type Report } from '../../../../lambdas/contracts/report.ts';
import { recordedPipeline } from '../../../builders/recorded-pipeline.ts';
import { importNow } from '../../../builders/stored-result.ts';
import { csv, rows } from '../../../integration/csv.ts';

type EventsInput = Extract<FeedInput, { kind: 'events' }>;

const CLASSES: EventsInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['member'] }],
  event: { name: 'class_booked' },
  time: { column: 'at' },
  key: [['booking']],
};
const HEADER = 'booking,at,member';
const START = Date.UTC(2026, 0, 10, 3);

/** `held: key_changed`, or the outcomes of the rows. */
function said({ state, reason, outcomes }: Report): string {
  if (state !== 'completed') return `${state}: ${reason?.code}`;
  return OUTCOMES.filter((outcome) => outcomes[outcome] > 0).join(', ');
}

async function exportTwice(feed: EventsInput, ...files: readonly string[]) {
  const pipeline = await recordedPipeline(
    FeedsSchema.parse({ workspace: 'gym', feeds: { classes: feed } }),
    START,
  );
  const done = [];
  for (const [n, file] of files.entries()) {
    done.push(await importNow(pipeline, `incoming/classes/${n}.csv`, file));
    pipeline.clock.advance(86_400);
  }
  const last = done.at(-1);
  if (!last) throw new Error('no file');
  return last;
}

describe('a second export whose keys are written in another way', () => {
  /** Rows with the key, or the person, of each number. */
  const file = (key: (n: number) => string, person: (n: number) => string = () => 'm1') =>
    csv(HEADER, ...rows(30, (n) => `${key(n)},2026-01-09T10:00:00Z,${person(n)}`));
  const whole = (n: number) => `${1000 + n}`;
  const padded = (n: number) => `00${100 + n}`;
  const decimal = (n: number) => `${1000 + n}.0`;
  const bare = (n: number) => `${100 + n}`;
  const half = (n: number) => (n % 2 === 0 ? padded(n) : whole(n));
  const letters = (n: number) => `b${n}`;

  it.each([
    ['leading zeros that are lost', file(padded), file(bare), 'held: key_changed'],
    ['leading zeros of some keys', file(half), file((n) => `${Number(half(n))}`), 'held: key_changed'],
    ['leading zeros that were not there', file(bare), file(padded), 'held: key_changed'],
    ['".0" after each', file(whole), file(decimal), 'held: key_changed'],
    ['without the ".0"', file(decimal), file(whole), 'held: key_changed'],
    ['ids without leading zeros', file(whole, padded), file(whole, bare), 'held: key_changed'],
    ['the same keys', file(padded), file(padded), 'duplicate'],
    ['other keys of the same form', file(whole), file((n) => `${5000 + n}`), 'delivered'],
    ['names instead of numbers', file(whole), file(letters), 'delivered'],
  ])('%s', async (_, before, after, outcome) => {
    const { report, items } = await exportTwice(CLASSES, before, after);
    expect(said(report)).toBe(outcome);
    if (outcome !== 'delivered') expect(items).toEqual([]);
  });

  it('is also held after a small file, such as one of fixed rows', async () => {
    const small = csv(HEADER, '999,2026-01-09T10:00:00Z,m1');
    const { report } = await exportTwice(CLASSES, file(padded), small, file(bare));
    expect(said(report)).toBe('held: key_changed');
  });

  it('says the column', async () => {
    const { report } = await exportTwice(CLASSES, file(padded), file(bare));
    expect(report.reason?.message).toContain(
      'Values of "booking" had leading zeros in an earlier import, and none has in this file.',
    );
  });

  it('is not held if the column is a number, because its keys are the same', async () => {
    const numbers: EventsInput = {
      ...CLASSES,
      columns: { ...CLASSES.columns, booking: { type: 'number' } },
    };
    const { report } = await exportTwice(numbers, file(whole), file(decimal));
    expect(said(report)).toBe('duplicate');
  });
});
