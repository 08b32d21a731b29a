import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DeferError, PausedError } from '../../../lambdas/domain/errors.ts';
import type { Operation } from '../../../lambdas/domain/operations/operation.ts';
import { type Delivery, deliverBatch } from '../../../lambdas/forward/deliver-batch.ts';
import type { ForwardSettings } from '../../../lambdas/forward/forward-partition.ts';
import { eventOperation, NEW_YEAR } from '../../builders/operation.ts';
import { aWorld, forwardSettings, type World } from '../../builders/world.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const deliveryIn = (one: World, change: Partial<ForwardSettings> = {}): Delivery => ({
  origin: { importId: 'orders-1', feed: 'orders', arrivedAt: NEW_YEAR * 1000 },
  ports: one,
  settings: forwardSettings(one, change),
  guards: { suppress: [], remembers: [], dated: false },
  lastRequestAt: one.clock.now(),
  requests: 0,
  retries: 0,
});

/** Events of this many people. The n-th is from line n + 2. */
const operations = (count: number): Operation[] =>
  Array.from({ length: count }, (_, n) => {
    const { meta, item } = eventOperation({ key: `order-${n}`, person: `id:${n}`, line: n + 2, rows: 1 });
    return { meta, item: JSON.stringify({ ...JSON.parse(item), id: `ulid-${n}` }) };
  });
const ids = (...numbers: number[]) => numbers.map((n) => `ulid-${n}`);
const isOneOf = (bad: readonly string[]) => (item: object) => 'id' in item && bad.includes(String(item.id));

describe('a batch that is accepted', () => {
  it('is recorded as seen as a whole', async () => {
    const delivered = await deliverBatch(operations(3), deliveryIn(world));
    expect(delivered).toEqual({
      settled: 3,
      acceptedRows: 3,
      acceptedGroups: 3,
      acceptedFurther: 0,
      declined: [],
    });
    expect(world.customerIo.requests).toHaveLength(1);
    expect([...world.seen.items.values()]).toEqual([
      expect.objectContaining({ importId: 'orders-1', content: 'same' }),
      expect.anything(),
      expect.anything(),
    ]);
  });

  it('counts the rows of each operation', async () => {
    const [first, second] = operations(2);
    const grouped = {
      ...(first as Operation),
      meta: { ...(first as Operation).meta, madeFrom: [{ line: 2, rows: 4 }] as const },
    };
    const delivered = await deliverBatch([grouped, second as Operation], deliveryIn(world));
    expect(delivered.acceptedRows).toBe(5);
  });

  it('does not record declined items as seen, and returns their rows and the reason', async () => {
    world.customerIo.decline(isOneOf(ids(1, 3)));
    const delivered = await deliverBatch(operations(4), deliveryIn(world));
    expect(delivered).toEqual({
      settled: 4,
      acceptedRows: 2,
      acceptedGroups: 2,
      acceptedFurther: 0,
      declined: [
        { row: 3, rows: 1, message: 'this item is wrong' },
        { row: 5, rows: 1, message: 'this item is wrong' },
      ],
    });
    expect(world.seen.items.size).toBe(2);
    expect([...world.customerIo.events.keys()]).toEqual(ids(0, 2));
  });
});

describe('a batch that is declined without the index of an item', () => {
  it('is halved until the bad item is alone, and all others are delivered', async () => {
    world.customerIo.chokeOn(isOneOf(ids(617)));
    const delivered = await deliverBatch(operations(1_000), deliveryIn(world));
    expect(delivered).toMatchObject({ settled: 1_000, acceptedRows: 999, declined: [{ row: 619 }] });
    expect(world.customerIo.events.size).toBe(999);
    expect(world.seen.items.size).toBe(999);
  });

  it('needs at most 2·log2(n) + 1 requests for one bad item among n', async () => {
    const sizes = fc.integer({ min: 1, max: 300 }).chain((n) => fc.tuple(fc.constant(n), fc.nat(n - 1)));
    await fc.assert(
      fc.asyncProperty(sizes, async ([n, bad]) => {
        const own = aWorld();
        own.customerIo.chokeOn(isOneOf(ids(bad)));
        const { declined } = await deliverBatch(operations(n), deliveryIn(own));
        expect(declined.map(({ row }) => row)).toEqual([bad + 2]);
        expect(own.customerIo.requests.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(n)) + 1);
      }),
      { numRuns: 60 },
    );
  });

  it('delivers the good items, whichever items are bad and in whatever way', async () => {
    const flags = fc.array(fc.constantFrom('good', 'declined', 'poison'), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(flags, async (kinds) => {
        const own = aWorld();
        const of = (kind: string) => ids(...kinds.flatMap((one, n) => (one === kind ? [n] : [])));
        own.customerIo.decline(isOneOf(of('declined')));
        own.customerIo.chokeOn(isOneOf(of('poison')));
        const delivered = await deliverBatch(operations(kinds.length), deliveryIn(own));
        expect([...own.customerIo.events.keys()]).toEqual(of('good'));
        expect(own.seen.items.size).toBe(of('good').length);
        expect(delivered.acceptedRows).toBe(of('good').length);
        expect(delivered.declined.map(({ row }) => row)).toEqual(
          kinds.flatMap((kind, n) => (kind === 'good' ? [] : [n + 2])),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('settles the first items if time runs out, and leaves the others', async () => {
    world = aWorld({ secondsPerRequest: 10 });
    world.customerIo.chokeOn(() => true);
    const delivery = deliveryIn(world, { deadline: world.clock.now() + 100_000 });
    const delivered = await deliverBatch(operations(8), delivery);
    expect(delivered.settled).toBeGreaterThan(0);
    expect(delivered.settled).toBeLessThan(8);
    expect(delivered.declined).toHaveLength(delivered.settled);
  });
});

describe('a request that fails', () => {
  const unwell = (retryAfterSeconds?: number) => new DeferError('unwell', 'Not now.', { retryAfterSeconds });

  it('is repeated until it succeeds, with longer and longer waits', async () => {
    world.customerIo.failNext(unwell(), { times: 4 });
    expect(await deliverBatch(operations(2), deliveryIn(world))).toMatchObject({ acceptedRows: 2 });
    expect(world.clock.slept.filter((seconds) => seconds > 0)).toEqual([0.5, 1, 2, 4]);
  });

  it('waits at least as long as Retry-After asks for', async () => {
    world.customerIo.failNext(unwell(17));
    await deliverBatch(operations(2), deliveryIn(world));
    const [first, second] = world.customerIo.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(17_000);
  });

  it('fails after five attempts, and nothing is recorded as seen', async () => {
    world.customerIo.failNext(unwell(), { times: 5, applied: true });
    await expect(deliverBatch(operations(2), deliveryIn(world))).rejects.toMatchObject({ code: 'unwell' });
    expect(world.customerIo.requests).toHaveLength(5);
    expect(world.seen.items.size).toBe(0);
  });

  it('fails without a wait that would miss the deadline', async () => {
    world.customerIo.failNext(unwell(80));
    const delivery = deliveryIn(world, { deadline: world.clock.now() + 100_000 });
    await expect(deliverBatch(operations(2), delivery)).rejects.toMatchObject({ retryAfterSeconds: 80 });
    expect(world.clock.now()).toBeLessThan(delivery.settings.deadline);
  });

  it('counts with its repeats', async () => {
    world.customerIo.failNext(unwell(), { times: 2 });
    const delivery = deliveryIn(world);
    await deliverBatch(operations(2), delivery);
    expect(delivery).toMatchObject({ requests: 3, retries: 2 });
  });

  it('delivers its items once if they had arrived before the error', async () => {
    world.customerIo.failNext(unwell(), { applied: true });
    expect(await deliverBatch(operations(2), deliveryIn(world))).toMatchObject({ acceptedRows: 2 });
    expect(world.customerIo.events.size).toBe(2);
  });

  it.each([
    ['credentials are refused', new PausedError('credentials', 'Fix them.')],
    ['there is a bug', new TypeError('a bug')],
  ])('is not repeated if %s', async (_, error) => {
    world.customerIo.failNext(error);
    await expect(deliverBatch(operations(2), deliveryIn(world))).rejects.toBe(error);
    expect(world.customerIo.requests).toHaveLength(1);
    expect(world.seen.items.size).toBe(0);
  });
});

describe('the rate', () => {
  it('is kept with halved batches, repeats, and slow and fast answers', async () => {
    world = aWorld({ secondsPerRequest: 0.3 });
    world.customerIo.chokeOn(isOneOf(ids(3, 40)));
    world.customerIo.failNext(new DeferError('unwell', 'Not now.', { retryAfterSeconds: 0 }), { times: 3 });
    const startedAt = world.clock.now();
    await deliverBatch(operations(64), deliveryIn(world, { secondsBetweenRequests: 1 }));
    const times = [startedAt, ...world.customerIo.requests.map(({ at }) => at)];
    const distances = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(distances.length).toBeGreaterThan(10);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(1_000);
  });

  it('needs no waits if the answers are slower', async () => {
    world = aWorld({ secondsPerRequest: 3 });
    const startedAt = world.clock.now();
    const delivery = deliveryIn(world, { secondsBetweenRequests: 1 });
    for (let n = 0; n < 3; n++) await deliverBatch(operations(1), delivery);
    expect((world.clock.now() - startedAt) / 1000).toBe(1 + 3 * 3);
  });
});
