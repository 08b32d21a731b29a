// An import is held if the seen table, or the key of its hashes, is not the one of earlier imports of the feed.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { type ImportedFile, importDropped } from '../../builders/import-file.ts';
import { aWorld, drop, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const columns = { total: { type: 'number' } } as const;
const rollUp = { event: 'order_placed', value: 'total' };
const feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: { orders: { ...events, columns, rollUp }, visits: events, people },
});
const orders = (...ids: readonly string[]) =>
  csv(
    'event_id,event_name,timestamp,customer_id,total',
    ...ids.map((id) => `${id},order_placed,2025-12-31T10:00:00Z,ann,5`),
  );
const visit = csv('event_id,event_name,timestamp,customer_id', 'v1,visited,2025-12-31T10:00:00Z,ann');
const FILES = [
  ['orders', orders('o1')],
  ['visits', visit],
  ['people', csv('id,plan', 'ann,gold')],
] as const;

let world: World;
let dropped = 0;
beforeEach(() => {
  world = aWorld({ feeds });
});

async function dropIn(feed: string, body: string, folder = 'incoming') {
  world.clock.advance(3600);
  return drop(world, `${folder}/${feed}/${++dropped}.csv`, body, `execution ${dropped}`);
}
async function ended(imported: Promise<ImportedFile | undefined>): Promise<ImportedFile> {
  const file = await imported;
  if (!file) throw new Error('no import');
  return file;
}
const send = async (feed: string, body: string, folder?: string) =>
  ended(importDropped(world, await dropIn(feed, body, folder)));
async function approve(feed: string, body: string) {
  const { event } = await dropIn(feed, body);
  return ended(importDropped(world, { event: { ...event, approved: true }, execution: 'of the approval' }));
}
const loseTable = () => world.seen.forget([...world.seen.items.keys()]);
const reportOf = ({ report: { state, reason } }: ImportedFile) => ({ state, code: reason?.code });
const COMPLETED = { state: 'completed', code: undefined };
const HELD = { state: 'held', code: 'seen_table_lost' };

describe('after a loss of the seen table', () => {
  it.each(FILES)('the next import of a feed is held and sends nothing: %s', async (feed, file) => {
    expect(reportOf(await send(feed, file))).toEqual(COMPLETED);
    expect(reportOf(await send(feed, file))).toEqual(COMPLETED);
    await loseTable();
    const next = await send(feed, file);
    expect(reportOf(next)).toEqual(HELD);
    expect(next.items).toEqual([]);
  });

  it('the import after the first one is held, too, also if the first one delivered nothing', async () => {
    world.customerIo.decline(() => true);
    expect((await send('orders', orders('o1'))).report.outcomes.delivered).toBe(0);
    await loseTable();
    expect(reportOf(await send('orders', orders('o1')))).toEqual(HELD);
  });

  it('the reason names the causes, the totals, and both ways out', async () => {
    await send('orders', orders('o1'));
    await loseTable();
    const { report } = await send('orders', orders('o1'));
    expect(report.reason?.message).toMatch(/lost or replaced.*SeenKey.*workspace.*totals.*Restore.*approve/);
    await send('visits', visit);
    await loseTable();
    expect((await send('visits', visit)).report.reason?.message).not.toMatch(/totals/);
  });

  it('every import is held until one is approved, however many there are', async () => {
    await send('orders', orders('o1'));
    await loseTable();
    for (let night = 1; night <= 31; night++)
      expect(reportOf(await send('orders', orders(`n${night}`)))).toEqual(HELD);
    expect(reportOf(await approve('orders', orders('o2')))).toEqual(COMPLETED);
    expect(reportOf(await send('orders', orders('o3')))).toEqual(COMPLETED);
  });

  it('an approval is for one feed', async () => {
    await send('orders', orders('o1'));
    await send('visits', visit);
    await loseTable();
    expect(reportOf(await approve('orders', orders('o2')))).toEqual(COMPLETED);
    expect(reportOf(await send('visits', visit))).toEqual(HELD);
  });

  it('a dry run says so, and leaves no mark', async () => {
    await send('orders', orders('o1'));
    await loseTable();
    expect(reportOf(await send('orders', orders('o1'), 'dry-run'))).toEqual(HELD);
    expect(world.seen.items.size).toBe(0);
  });

  it('imports continue when the table is restored, and its totals are those of all orders', async () => {
    await send('orders', orders('o1'));
    const backup = [...(await world.seen.find([...world.seen.items.keys()])).values()];
    await loseTable();
    expect(reportOf(await send('orders', orders('o1', 'o2')))).toEqual(HELD);
    await world.seen.record(backup);
    expect((await send('orders', orders('o1', 'o2'))).report.outcomes).toMatchObject({
      delivered: 1,
      duplicate: 1,
    });
    expect(world.customerIo.people.get('ann')?.attributes).toMatchObject({ lifetime_value: 10 });
  });

  it('a loss between the review and the sending of an import is found by the next one', async () => {
    await send('orders', orders('o1'));
    const { takeTurn } = world.imports;
    const losing: World['imports'] = {
      ...world.imports,
      takeTurn: async (...turn) => {
        await loseTable();
        return takeTurn(...turn);
      },
    };
    const whole = world;
    world = { ...whole, imports: losing };
    expect(reportOf(await send('orders', orders('o2')))).toEqual(COMPLETED);
    world = whole;
    expect(reportOf(await send('orders', orders('o3')))).toEqual(HELD);
  });
});

describe('with another key or workspace', () => {
  it.each([
    ['the secret', () => ({ seenKey: async () => 'another secret' })],
    ['the workspace', () => ({ feeds: { ...feeds, workspace: 'other' } })],
  ])('the next import is held, and continues with the former one: %s', async (_, change) => {
    await send('orders', orders('o1'));
    const former = world;
    world = { ...world, ...change() };
    expect(reportOf(await send('orders', orders('o1')))).toEqual(HELD);
    world = former;
    expect(reportOf(await send('orders', orders('o1')))).toEqual(COMPLETED);
  });
});

describe('without a mark in the history', () => {
  it('the first import of a feed is not held, nor the next one if nothing was sent', async () => {
    const rejected = csv('event_id,event_name,timestamp,customer_id,total', 'o1,order_placed,,ann,5');
    expect(reportOf(await send('orders', rejected)).code).toBe('too_many_rejects');
    expect(reportOf(await send('orders', orders('o1')))).toEqual(COMPLETED);
  });

  it('an import after those of a version that left no marks is not held, and leaves one', async () => {
    const { history } = world.imports;
    const before = {
      ...world.imports,
      history: async (...asked: Parameters<typeof history>) =>
        (await history(...asked)).map(({ marked: _, ...past }) => past),
    };
    await send('orders', orders('o1'));
    await loseTable();
    const now = world;
    world = { ...now, imports: before };
    expect(reportOf(await send('orders', orders('o2')))).toEqual(COMPLETED);
    world = now;
    expect(reportOf(await send('orders', orders('o3')))).toEqual(COMPLETED);
    await loseTable();
    expect(reportOf(await send('orders', orders('o4')))).toEqual(HELD);
  });
});
