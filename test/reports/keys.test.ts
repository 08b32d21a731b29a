// Kinds of trouble with keys and times, as users report them.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { importFile } from '../builders/import-file.ts';
import { csv } from '../integration/csv.ts';
import { drop, dropOn, pipelineOf } from './dropped.ts';

const coffees: FeedInput = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['guest'] },
    { as: 'email', columns: ['mail'] },
  ],
  event: { name: 'coffee_bought' },
  time: { column: ['at', 'changed'] },
  key: [['shop', 'ticket']],
  also: [
    {
      name: 'coffee_returned',
      when: { column: 'back' },
      time: { column: 'back' },
      key: [['shop', 'ticket']],
    },
  ],
};
const HEADER = 'shop,ticket,guest,at,price';
const day = (n: number, hour = 10) => new Date(Date.UTC(2025, 11, 20 + n, hour)).toISOString();

describe('kind 3: ids that start again each day', () => {
  it.each([
    [
      'ids of the source',
      events,
      csv('event_id,event_name,timestamp,customer_id', `1,bought,${day(1)},u1`, `2,bought,${day(1)},u2`),
      csv('event_id,event_name,timestamp,customer_id', `1,bought,${day(2)},u4`, `3,bought,${day(2)},u5`),
      2,
    ],
    [
      'tickets of a shop',
      coffees,
      csv(HEADER, `north,1,g1,${day(1)},3`, `south,1,g2,${day(1)},3`),
      csv(HEADER, `north,2,g3,${day(2)},3`, `south,1,g4,${day(2, 6)},3`),
      3,
    ],
    [
      'tickets of older days in a later file',
      coffees,
      csv(HEADER, `north,1,g1,${day(4)},3`),
      csv(HEADER, `north,1,g2,${day(2)},3`),
      2,
    ],
    [
      'returns, which are further events of their rows',
      coffees,
      csv(`${HEADER},back`, `north,1,g1,${day(1)},3,${day(1)}`),
      csv(`${HEADER},back`, `north,2,g3,${day(2)},3,`, `north,1,g9,${day(3)},3,${day(3)}`),
      3,
    ],
  ])('are not taken for repeats, and hold the import: %s', async (_, feed, first, second, line) => {
    const world = pipelineOf({ feed });
    expect((await drop(world, 'feed/1.csv', first)).state).toBe('completed');
    const held = await drop(world, 'feed/2.csv', second);
    expect(held.state).toBe('held: key_reused');
    expect(held.sent).toEqual([]);
    expect(held.report.reason?.message).toContain(`${line}`);
  });

  it('are rejected if the feed allows them, and the other rows are sent', async () => {
    const world = pipelineOf({ feed: { ...coffees, limits: { maxKeyReused: 1, maxRejectShare: 1 } } });
    await drop(world, 'feed/1.csv', csv(HEADER, `n,1,g1,${day(1)},3`));
    const next = await drop(world, 'feed/2.csv', csv(HEADER, `n,1,g2,${day(2)},3`, `n,2,g2,${day(2)},3`));
    expect(next.rejected).toEqual(['2 key_reused']);
    expect(next.sent).toHaveLength(1);
  });

  it('are in rejects.csv of a dry run', async () => {
    const world = pipelineOf({ feed: { ...coffees, limits: { maxKeyReused: 2, maxRejectShare: 1 } } });
    await drop(world, 'feed/1.csv', csv(HEADER, `n,1,g1,${day(1)},3`));
    const rows = [`n,1,g2,${day(2)},3`, `n,5,g2,${day(2)},3`, `n,5,g3,${day(4)},3`];
    for (const partitions of [1, 5]) {
      world.clock.advance(60);
      const path = `dry-run/feed/${partitions}.csv`;
      const file = await importFile(world, path, csv(HEADER, ...rows), { partitions });
      expect(file?.items).toEqual([]);
      expect(file?.report).toMatchObject({ outcomes: { rejected: 2, held: 1 }, unfinished: 0 });
      const rejects = file?.returned('rejects.csv')?.split('\n') ?? [];
      expect(rejects.map((row) => row.split(',').slice(5, 7).join(' ')).slice(1, 3)).toEqual([
        '2 key_reused',
        '4 key_reused',
      ]);
    }
  });

  it.each([
    ['an edited property', `n,1,g1,${day(1)},4`, 'content'],
    ['a corrected person', `n,1,g2,${day(1)},3`, 'person'],
    ['a corrected time', `n,1,g1,${day(1, 11)},3`, 'time'],
    ['a corrected person and time', `n,1,g2,${day(1, 11)},3`, 'person'],
  ])('are repeats after %s, which is shown with its line', async (_, row, how) => {
    const world = pipelineOf({ feed: coffees });
    await drop(world, 'feed/1.csv', csv(HEADER, `n,1,g1,${day(1)},3`));
    const { report, sent } = await drop(world, 'feed/2.csv', csv(HEADER, `n,9,g9,${day(1)},3`, row));
    expect(sent).toHaveLength(1);
    expect(report).toMatchObject({ outcomes: { duplicate: 1 }, conflicts: 1 });
    expect(report.differing).toEqual([expect.objectContaining({ how, lines: [3] })]);
  });
});

const views: FeedInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['guest'] }],
  event: { name: 'viewed' },
  time: { column: 'at' },
};

describe('kind 4: two events of one second', () => {
  it.each([
    ['milliseconds', '2025-12-29T10:00:00.100Z', '2025-12-29T10:00:00.900Z'],
    ['microseconds', '2025-12-29T10:00:00.000001Z', '2025-12-29T10:00:00.000002Z'],
    ['a comma', '2025-12-29T10:00:00,1Z', '2025-12-29T10:00:00,2Z'],
    ['milliseconds since 1970', '1767002400100', '1767002400900'],
    ['a zone', '2025-12-29 10:00:00.5 +0100', '2025-12-29 10:00:00.25 +0100'],
  ])('are two events without a key: %s', async (_, one, other) => {
    const { sent, report } = await dropOn(views, csv('guest,at,page', `7,"${one}",/a`, `7,"${other}",/a`));
    expect(sent).toHaveLength(2);
    expect(report.outcomes.duplicate).toBe(0);
  });

  it.each([
    ['another zone', '2025-12-29T10:00:00.100Z', '2025-12-29T11:00:00.100+01:00'],
    ['trailing zeros', '2025-12-29T10:00:00.1Z', '2025-12-29T10:00:00.1000Z'],
    ['a whole second', '2025-12-29T10:00:00Z', '2025-12-29T10:00:00.000Z'],
    ['another format', '2025-12-29T10:00:00Z', '1767002400'],
  ])('stay one event in another form: %s', async (_, one, other) => {
    const world = pipelineOf({ views });
    await drop(world, 'views/1.csv', csv('guest,at,page', `7,${one},/a`));
    const { sent, report } = await drop(world, 'views/2.csv', csv('guest,at,page', `7,${other},/a`));
    expect(sent).toEqual([]);
    expect(report.outcomes.duplicate).toBe(1);
  });
});

describe('kind 6: a column that identifies is gone', () => {
  it.each([
    [
      'the key',
      events,
      csv('event_id,event_name,timestamp,customer_id', `e1,bought,${day(1)},7`),
      csv('event_name,timestamp,customer_id', `bought,${day(1)},7`),
    ],
    [
      'one of two key columns',
      coffees,
      csv(HEADER, `n,1,g1,${day(1)},3`),
      csv('ticket,guest,at,price', `1,g1,${day(1)},3`),
    ],
    [
      'the id, with an address left',
      coffees,
      csv('shop,ticket,guest,mail,at', `n,1,g1,ann@example.com,${day(1)}`),
      csv('shop,ticket,mail,at', `n,1,ann@example.com,${day(1)}`),
    ],
    [
      'the time, with another one left',
      coffees,
      csv('shop,ticket,guest,at,changed', `n,1,g1,${day(1)},${day(2)}`),
      csv('shop,ticket,guest,changed', `n,1,g1,${day(2)}`),
    ],
    [
      'the id of people, with an address left',
      people,
      csv('id,email,plan', '7,ann@example.com,gold'),
      csv('email,plan', 'ann@example.com,gold'),
    ],
    ['the key of a file with three columns', views, csv('guest,at,page', `7,${day(1)},/a`), undefined],
  ])('holds the file before anything is sent: %s', async (_, feed, before, after) => {
    const world = pipelineOf({ feed });
    expect((await drop(world, 'feed/1.csv', before)).state).toBe('completed');
    if (after === undefined) {
      expect((await drop(world, 'feed/2.csv', before)).state).toBe('completed');
      return;
    }
    const { state, sent } = await drop(world, 'feed/2.csv', after);
    expect(state).toBe('held: key_changed');
    expect(sent).toEqual([]);
  });

  it('holds nothing if limits.drift says so', async () => {
    const world = pipelineOf({ people: { ...people, limits: { drift: 'off' } } });
    await drop(world, 'people/1.csv', csv('id,email', '7,ann@example.com'));
    expect((await drop(world, 'people/2.csv', csv('email,plan', 'ann@example.com,gold'))).state).toBe(
      'completed',
    );
  });
});

describe('kind 24: columns that rejects.csv adds', () => {
  it.each([
    [
      'people',
      { ...people, limits: { drift: 'hold' } },
      csv('id,email,plan', '1,a@example.com,x', '2,b@example.com,y,z'),
    ],
    [
      'events',
      { ...coffees, limits: { drift: 'hold' } },
      csv(HEADER, `n,1,g1,${day(1)},3`, `n,2,g1,${day(1)},3,4`),
    ],
    [
      'views',
      { ...views, limits: { drift: 'hold' } },
      csv('guest,at,page', `7,${day(1)},/a`, `7,${day(1)},/b,x`),
    ],
    [
      'tabs',
      { ...people, limits: { drift: 'hold' } },
      csv('id\temail\tplan', '1\ta@example.com\tx', '2\tb@example.com\ty\tz'),
    ],
  ] as const)('do not count as drift, and are not missed: %s', async (_, feed, body) => {
    const world = pipelineOf({ feed: feed as FeedInput });
    const { rejects } = await drop(world, 'feed/1.csv', body);
    // The cell too many follows the reason.
    const fixed = rejects.replace(/[,\t][^,\t\n]*\n$/, '\n');
    const returned = await drop(world, 'feed/rejects.csv', fixed);
    expect(returned.state).toBe('completed');
    expect(returned.sent).toHaveLength(1);
    const [header = '', first = ''] = body.split('\n');
    expect((await drop(world, 'feed/3.csv', csv(header, first))).state).toBe('completed');
  });
});
