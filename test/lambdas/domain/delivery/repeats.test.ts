// The outcome of a second export of the same events, over the whole pipeline in memory: a table of changes and outcomes.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { OUTCOMES, type Report } from '../../../../lambdas/contracts/report.ts';
import type { SeenKey } from '../../../../lambdas/domain/operations/keys.ts';
import { type RecordedPipeline, recordedPipeline } from '../../../builders/recorded-pipeline.ts';
import { importNow } from '../../../builders/stored-result.ts';

type EventsInput = Extract<FeedInput, { kind: 'events' }>;

const DAY_SECONDS = 86_400;
const START = Date.UTC(2026, 0, 10, 3);

const CLASSES: EventsInput = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['member'] },
    { as: 'email', columns: ['mail'] },
  ],
  event: { name: 'class_booked' },
  time: { column: 'at' },
  timezone: 'Europe/Berlin',
  key: [['booking']],
  columns: { price: { type: 'number' }, state: { mayChange: true } },
};
/** Without a key: the content is the key. */
const VISITS: EventsInput = { ...CLASSES, key: [] };
/** Its further event has the time of the file. */
const REFUNDED: EventsInput = {
  ...CLASSES,
  also: [
    {
      name: 'class_refunded',
      when: { column: 'refund', above: 0 },
      time: 'file',
      key: [['booking', 'refund']],
    },
  ],
  columns: { ...CLASSES.columns, refund: { type: 'number', mayChange: true } },
};
/** A row of Shopify's orders is about the order and its refund. */
const SIGNUPS: EventsInput = { ...CLASSES, event: { name: 'signed_up' }, time: { column: 'changed' } };

const HEADER = 'booking,at,member,mail,price,state';
const ROW = 'b1,2026-01-09T10:00:00Z,m1,,12.50,open';
const file = (row = ROW, header = HEADER) => `${header}\n${row}\n`;

/** The outcome in one line: `held: key_reused`, or the rows by outcome and how they differ. */
function said({ state, reason, outcomes, differing = [] }: Report): string {
  if (state !== 'completed') return `${state}: ${reason?.code}`;
  const rows = OUTCOMES.filter((outcome) => outcomes[outcome] > 0);
  return [...rows, ...differing.map(({ how }) => how)].join(', ');
}

async function exportTwice(feeds: readonly [EventsInput, EventsInput], before: string, after: string) {
  const [one, other] = feeds.map((feed) => FeedsSchema.parse({ workspace: 'gym', feeds: { classes: feed } }));
  if (!one || !other) throw new Error('two feeds');
  const pipeline = await recordedPipeline(one, START);
  await importNow(pipeline, 'incoming/classes/one.csv', before);
  pipeline.clock.advance(DAY_SECONDS);
  const next =
    feeds[0] === feeds[1]
      ? pipeline
      : await recordedPipeline(other, START + DAY_SECONDS * 1000, pipeline.recording);
  return { pipeline: next, ...(await importNow(next, 'incoming/classes/two.csv', after)) };
}

/** The second export of a row, and its outcome. */
const again = async (row: string, feed = CLASSES, header = HEADER) =>
  said((await exportTwice([feed, feed], file(ROW, header), file(row, header))).report);

describe('a second export of an event with a key', () => {
  it.each([
    ['unchanged', ROW, 'duplicate'],
    ['its time in another zone', 'b1,2026-01-09 11:00:00 +0100,m1,,12.50,open', 'duplicate'],
    ['its time in the zone of the feed', 'b1,2026-01-09 11:00,m1,,12.50,open', 'duplicate'],
    ['its time in seconds since 1970', 'b1,1767952800,m1,,12.50,open', 'duplicate'],
    ['its time with a fraction', 'b1,2026-01-09T10:00:00.250Z,m1,,12.50,open', 'duplicate'],
    ['a number in another form', 'b1,2026-01-09T10:00:00Z,m1,,12.5,open', 'duplicate'],
    ['quotes', '"b1","2026-01-09T10:00:00Z","m1","","12.50","open"', 'duplicate'],
    ['a status that may change', 'b1,2026-01-09T10:00:00Z,m1,,12.50,done', 'duplicate'],
    ['a status that is now empty', 'b1,2026-01-09T10:00:00Z,m1,,12.50,', 'duplicate'],
    ['an edited property', 'b1,2026-01-09T10:00:00Z,m1,,13.00,open', 'duplicate, content'],
    ['an edited property and status', 'b1,2026-01-09T10:00:00Z,m1,,13.00,done', 'duplicate, content'],
    [
      'an e-mail that was added',
      'b1,2026-01-09T10:00:00Z,m1,ann@example.com,12.50,open',
      'duplicate, content',
    ],
    ['a corrected time', 'b1,2026-01-09T10:30:00Z,m1,,12.50,open', 'duplicate, time'],
    ['a time in the wrong zone', 'b1,2026-01-09T18:00:00Z,m1,,12.50,open', 'duplicate, time'],
    ['a time of the next day', 'b1,2026-01-10T10:00:00Z,m1,,12.50,open', 'duplicate, time'],
    ['a corrected id', 'b1,2026-01-09T10:00:00Z,m2,,12.50,open', 'duplicate, person'],
    ['a corrected id and time', 'b1,2026-01-09T12:00:00Z,m2,,12.50,open', 'duplicate, person'],
    ['another person 19:59 hours later', 'b1,2026-01-10T05:59:00Z,m2,,12.50,open', 'duplicate, person'],
    ['another person 20 hours later', 'b1,2026-01-10T06:00:00Z,m2,,12.50,open', 'held: key_reused'],
    ['another person 20 hours earlier', 'b1,2026-01-08T14:00:00Z,m2,,12.50,open', 'held: key_reused'],
    ['another key', 'b2,2026-01-09T10:00:00Z,m1,,12.50,open', 'delivered'],
  ])('with %s', async (_, row, outcome) => {
    expect(await again(row)).toBe(outcome);
  });

  it.each([
    ['a corrected e-mail', ',an@example.com', ',ann@example.com', 'duplicate, person'],
    ['an e-mail in another case', ',Ann@example.com', ',ann@EXAMPLE.com', 'duplicate'],
    ['an e-mail, then an id', ',ann@example.com', 'm1,ann@example.com', 'duplicate, person'],
    ['an id, then an e-mail', 'm1,', ',ann@example.com', 'duplicate, person'],
  ])('with %s', async (_, before, after, outcome) => {
    const row = (person: string) => file(`b1,2026-01-09T10:00:00Z,${person},12.50,open`);
    expect(said((await exportTwice([CLASSES, CLASSES], row(before), row(after))).report)).toBe(outcome);
  });

  it('with its columns in another order', async () => {
    const after = file('open,12.50,m1,,2026-01-09T10:00:00Z,b1', 'state,price,member,mail,at,booking');
    expect(said((await exportTwice([CLASSES, CLASSES], file(), after)).report)).toBe('duplicate');
  });

  it('with the time of its last change as the time of the event', async () => {
    const header = HEADER.replace('at', 'changed');
    const { report } = await exportTwice(
      [SIGNUPS, SIGNUPS],
      file(ROW, header),
      file('b1,2026-01-10T01:00:00Z,m1,,12.50,open', header),
    );
    expect(said(report)).toBe('duplicate, time');
    expect(report.findings).toContainEqual(expect.objectContaining({ code: 'time_changed', lines: [2] }));
  });

  it.each([
    ['unchanged', 'b1,2026-01-09T10:00:00Z,m1,,12.50,open,5', 'duplicate'],
    ['with a refund', 'b1,2026-01-09T10:00:00Z,m1,,12.50,open,7', 'duplicate'],
    ['with another status', 'b1,2026-01-09T10:00:00Z,m1,,12.50,refunded,5', 'duplicate'],
  ])('whose further event has the time of the file, %s', async (_, row, outcome) => {
    const before = file('b1,2026-01-09T10:00:00Z,m1,,12.50,open,5', `${HEADER},refund`);
    const { report, items } = await exportTwice([REFUNDED, REFUNDED], before, file(row, `${HEADER},refund`));
    expect(said(report)).toBe(outcome);
    expect(items).toHaveLength(row.endsWith('7') ? 1 : 0);
  });
});

describe('a second export of an event without a key', () => {
  it.each([
    ['its time in another zone', 'b1,2026-01-09 11:00:00 +0100,m1,,12.50,open', 'duplicate'],
    ['its time with zeros', 'b1,2026-01-09T10:00:00.000Z,m1,,12.50,open', 'duplicate'],
    ['a status that may change', 'b1,2026-01-09T10:00:00Z,m1,,12.50,done', 'duplicate'],
    ['a fraction of a second', 'b1,2026-01-09T10:00:00.8Z,m1,,12.50,open', 'delivered'],
    ['an edited property', 'b1,2026-01-09T10:00:00Z,m1,,13.00,open', 'delivered'],
  ])('with %s', async (_, row, outcome) => {
    expect(await again(row, VISITS)).toBe(outcome);
  });
});

describe('a second export under another mapping', () => {
  const PRICE = 'b1,2026-01-09T10:00:00Z,m1,,13.00,open';
  const MOVED = 'b1,2026-01-09T10:30:00Z,m1,,12.50,open';
  it.each([
    [
      'does not compare properties: a column has another name',
      { columns: { price: { as: 'cost' } } },
      ROW,
      'duplicate',
    ],
    ['does not compare properties: a column has another type', { columns: {} }, PRICE, 'duplicate'],
    ['does not compare properties: a constant was added', { constants: { city: 'Ulm' } }, ROW, 'duplicate'],
    ['compares person and time', { constants: { city: 'Ulm' } }, MOVED, 'duplicate, time'],
    ['compares all if only a limit has changed', { limits: { maxRejects: 9 } }, PRICE, 'duplicate, content'],
    ['compares all if only a guard has changed', { maxAge: '90d' }, PRICE, 'duplicate, content'],
  ] as const)('%s', async (_, change, row, outcome) => {
    const { report } = await exportTwice([CLASSES, { ...CLASSES, ...change }], file(), file(row));
    expect(said(report)).toBe(outcome);
  });

  it('is held if the key has another list', async () => {
    const { report } = await exportTwice(
      [CLASSES, { ...CLASSES, key: [['booking', 'member']] }],
      file(),
      file(),
    );
    expect(said(report)).toBe('held: key_changed');
  });
});

describe('an event that an earlier version delivered', () => {
  it.each([
    ['an edited property', 'b1,2026-01-09T10:00:00Z,m1,,13.00,open'],
    ['another time', 'b1,2026-01-10T10:00:00Z,m1,,12.50,open'],
    ['another person and time', 'b1,2026-01-10T10:00:00Z,m2,,12.50,open'],
  ])('is compared by its key only: %s', async (_, row) => {
    const pipeline = await afterAnEarlierVersion();
    const { report } = await importNow(pipeline, 'incoming/classes/two.csv', file(row));
    expect(said(report)).toBe('duplicate');
  });
});

describe('reused keys', () => {
  const MONDAY = file('b1,2026-01-08T10:00:00Z,m1,,12.50,open\nb2,2026-01-08T11:00:00Z,m2,,12.50,open');
  const TUESDAY = file(
    'b1,2026-01-09T10:00:00Z,m3,,12.50,open\nb2,2026-01-09T11:00:00Z,m2,,12.50,open\nb3,2026-01-09T12:00:00Z,m1,,12.50,open',
  );
  const allowing = (maxKeyReused: number) => ({ ...CLASSES, limits: { maxKeyReused } });

  it('hold an import before anything is sent, with the lines', async () => {
    const { report, items } = await exportTwice([CLASSES, CLASSES], MONDAY, TUESDAY);
    expect(report).toMatchObject({
      state: 'held',
      reason: { code: 'key_reused' },
      outcomes: { held: 3, delivered: 0 },
    });
    expect(report.reason?.message).toContain('line 2');
    expect(items).toEqual([]);
  });

  it('are rejected if the limit allows them, and are in rejects.csv', async () => {
    const { report, items, pipeline } = await exportTwice([allowing(1), allowing(1)], MONDAY, TUESDAY);
    expect(said(report)).toBe('delivered, duplicate, rejected, reused, time');
    expect(report.rejects).toEqual([{ code: 'key_reused', rows: 1, examples: [{ line: 2 }] }]);
    expect(items).toHaveLength(1);
    const rejects = pipeline.objects.text(`reports/classes/${report.importId}/rejects.csv`).split('\n');
    expect(rejects[1]).toMatch(/^b1,2026-01-09T10:00:00Z,m3,,12\.50,open,2,key_reused,,/);
    expect(rejects).toHaveLength(3);
  });

  it('are found within one file, too', async () => {
    const pipeline = await recordedPipeline(feedsOf(allowing(9)), START);
    const [, ...tuesday] = TUESDAY.split('\n');
    const { report } = await importNow(pipeline, 'incoming/classes/both.csv', MONDAY + tuesday.join('\n'));
    expect(said(report)).toBe('delivered, duplicate, rejected, reused, time');
    expect(report.rejects).toEqual([{ code: 'key_reused', rows: 1, examples: [{ line: 4 }] }]);
  });
});

describe('conflicts', () => {
  const EDITED = file('b1,2026-01-09T10:00:00Z,m1,,13.00,open');

  it('hold an import before anything is sent if the feed has a limit', async () => {
    const limited = { ...CLASSES, limits: { maxConflicts: 0 } };
    const { report } = await exportTwice([limited, limited], file(), EDITED);
    expect(said(report)).toBe('held: too_many_conflicts');
    expect(report.reason?.message).toContain('line 2');
  });

  it('are in the report with their lines', async () => {
    const { report } = await exportTwice([CLASSES, CLASSES], file(), EDITED);
    expect(report).toMatchObject({ conflicts: 1, differing: [{ how: 'content', rows: 1, lines: [2] }] });
  });
});

function feedsOf(feed: EventsInput) {
  return FeedsSchema.parse({ workspace: 'gym', feeds: { classes: feed } });
}

/** Items of that version have neither person nor time nor mapping. */
async function afterAnEarlierVersion(): Promise<RecordedPipeline> {
  const pipeline = await recordedPipeline(feedsOf(CLASSES), START);
  await importNow(pipeline, 'incoming/classes/one.csv', file());
  const keys = pipeline.dynamodb.items('seen').map((item) => item.key?.S as SeenKey);
  const items = [...(await pipeline.ports.seen.find(keys)).values()];
  await pipeline.ports.seen.record(
    items.map(({ key, importId, feed, arrivedAt, content }) => ({ key, importId, feed, arrivedAt, content })),
  );
  pipeline.clock.advance(DAY_SECONDS);
  return pipeline;
}
