// Faults of AWS during an import, in simulated time.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atDepth } from '../depth.ts';
import { type Cloud, START } from './cloud.ts';
import { type Deployment, deploy } from './deployment.ts';
import { anExport, FEEDS } from './exports.ts';
import { halveBatches } from './half-batches.ts';
import { randomOf } from './random.ts';
import { type Drop, type Run, run } from './run.ts';
import { staleWorker } from './stale-worker.ts';

const DROPS: readonly Drop[] = [
  { at: 0, file: anExport('people', 0, randomOf(5)) },
  { at: 1, file: anExport('events', 0, randomOf(6)) },
];
const EVENTS: readonly Drop[] = [{ at: 0, file: anExport('events', 0, randomOf(6)) }];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
});

const strike = (side: string, share: number, fate: 'busy' | 'unclear') => {
  const random = randomOf(9);
  return ({ name }: { readonly name: string }) =>
    name.startsWith(side) && random.chance(share) ? fate : ('well' as const);
};

/** Something that happens while the events are imported. */
const meanwhile = (act: (cloud: Cloud) => void) => (cloud: Cloud) =>
  void cloud.scheduler.after(1.2, () => act(cloud));

const AWS: readonly (readonly [what: string, how: Partial<Parameters<typeof run>[0]>])[] = [
  ['ten notifications about one file', { drops: DROPS.map((drop) => ({ ...drop, times: 10 })) }],
  [
    'notifications about files in another order',
    { drops: DROPS.toReversed().map((drop, index) => ({ ...drop, at: index })) },
  ],
  ['DynamoDB that throttles half of the calls', { fateOf: strike('dynamodb', 0.5, 'busy') }],
  ['DynamoDB that fails after it has written', { fateOf: strike('dynamodb', 0.3, 'unclear') }],
  ['S3 that asks to slow down', { fateOf: strike('s3', 0.2, 'busy') }],
  [
    'a file that is overwritten while it is read',
    { prepare: meanwhile(({ bucket }) => void bucket.put('incoming/events/1.csv', 'other\n1\n')) },
  ],
  [
    'a file that is deleted while it is read: its version stays',
    { prepare: meanwhile(({ bucket }) => void bucket.remove('incoming/events/1.csv')) },
  ],
  ['executions that are aborted', { prepare: meanwhile(({ abortAll }) => abortAll()) }],
];

describe('AWS', () => {
  it.each(AWS)('%s: no row is lost, and none is delivered twice', async (_, how) => {
    const slow = { latency: () => 0.1 };
    const done = await run({ deployment, drops: DROPS, ...slow, ...how });
    expect(done.violations).toEqual([]);
  });

  it('a worker that was given up and ends long after its successor: its checkpoint is not saved', async () => {
    const done = await staleWorker(deployment);
    expect(done.violations).toEqual([]);
  });

  it('DynamoDB that does a part of each batch call: the rest is requested again', async () => {
    let handedBack = () => 0;
    const done = await run({
      deployment,
      drops: DROPS,
      prepare: (cloud) => {
        handedBack = halveBatches(cloud.dynamodb, randomOf(4));
      },
    });
    expect(done).toMatchObject({ violations: [], redriven: 0, extraPosts: 0 });
    expect(handedBack()).toBeGreaterThan(0);
  });

  it('Forward that runs out of time at any of its effects: it continues when it is called again', async () => {
    const slowAt = async (slow: number) => {
      let n = 0;
      const latency = (name: string) => (name === 'forward' && ++n === slow ? HOUR : 0);
      return { done: await run({ deployment, drops: EVENTS, latency }), n };
    };
    const { n: all } = await slowAt(Infinity);
    expect(all).toBeGreaterThan(10);
    for (let n = 1; n <= all; n += atDepth({ short: 4, full: 1 })) {
      const { done } = await slowAt(n);
      expect(done).toMatchObject({ violations: [], redriven: 0 });
      // The function ends after 15 minutes.
      expect(done.cloud.scheduler.now() - START).toBeGreaterThan(15 * MINUTE * 1000);
    }
  });

  it('a file that is removed with all its versions: its import says so, or had read it all', async () => {
    const lostAt = async (at: number) => {
      const done = await run({
        deployment,
        drops: DROPS,
        latency: () => 0.1,
        prepare: ({ scheduler, bucket }) =>
          void scheduler.after(at, () => bucket.purge('incoming/events/1.csv')),
      });
      expect(done.violations.filter((one) => !one.endsWith('ended failed: object_gone'))).toEqual([]);
      const notices = done.cloud.notices.map(({ event }) => event);
      const end = notices.find(({ file }) => file.key.endsWith('/1.csv'));
      return end?.reason?.code ?? end?.state;
    };
    expect(await Promise.all([1.05, 1.8, 10].map(lostAt))).toEqual([
      'object_gone',
      'object_gone',
      'completed',
    ]);
  });

  it('DynamoDB that never removes expired items: an import without an end does not block others forever', async () => {
    let now = () => 0;
    let worksFrom = 0;
    const done = await run({
      deployment,
      drops: [0, 1].map((n) => ({ at: n * 49 * HOUR, file: anExport('events', n, randomOf(n)) })),
      fateOf: ({ function: name }) => (name === 'report' && now() < worksFrom ? 'before' : 'well'),
      prepare: ({ scheduler }) => {
        now = scheduler.now;
        worksFrom = now() + HOUR * 1000;
      },
    });
    const [first, second] = done.cloud.notices.map(({ event }) => event);
    expect(first?.file.key).toBe('incoming/events/1.csv');
    expect(second?.file.key).toBe('incoming/events/0.csv');
    expect(done.violations).toEqual([]);
  });

  it('a lost seen table holds the copies. Approved, every event is posted again, and Customer.io still has each event once', async () => {
    const done: Run = await run({
      deployment,
      drops: DROPS,
      prepare: (cloud) =>
        void cloud.scheduler.after(HOUR, () => cloud.dynamodb.clear(cloud.deployment.seenTable)),
    });
    const reasons = done.cloud.notices.map(({ event }) => event.reason?.code);
    expect(reasons.filter((code) => code === 'seen_table_lost')).toHaveLength(2);
    // Only the ULID identifies the events then: the copy counts as delivered again.
    expect(done.violations.filter((one) => !one.includes('are counted as delivered'))).toEqual([]);
    expect(done.extraPosts).toBe([...done.cloud.vendor.workspace.events()].length);
  });
});
