// What Customer.io and AWS do to an import, hour-long outages included: the time is made up.
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Fault } from '../../local/customerio/faults.ts';
import { aWorld, forwardAll, importEvents, isAbout, order } from '../builders/world.ts';
import { rows } from '../integration/csv.ts';
import type { Cloud } from './cloud.ts';
import { type Deployment, deploy } from './deployment.ts';
import { anExport, FEEDS } from './exports.ts';
import { randomOf } from './random.ts';
import { type Drop, type Run, run } from './run.ts';
import { staleWorker } from './stale-worker.ts';
import { worstSecond } from './verdict.ts';

jest.setTimeout(120_000);
const DROPS: readonly Drop[] = [
  { at: 0, file: anExport('people', 0, randomOf(5)) },
  { at: 1, file: anExport('events', 0, randomOf(6)) },
];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
});

/** The fault befalls every request of the first so many seconds. */
function during(seconds: number, fault: Fault) {
  return (cloud: Cloud): void => {
    const until = cloud.scheduler.now() + seconds * 1000;
    cloud.vendor.outage = (at) => (at < until ? fault : undefined);
  };
}

const once =
  (fault: Fault) =>
  (cloud: Cloud): void =>
    cloud.vendor.inject(fault);

/** Of the people and events that are sent first; a lost answer costs its batch once more. */
const VENDOR: readonly (readonly [what: string, prepare: (cloud: Cloud) => void, redriven: number])[] = [
  ['429 for ten minutes, without Retry-After', during(10 * MINUTE, { kind: 'throttle' }), 0],
  ['429 for ten minutes, with Retry-After', during(10 * MINUTE, { kind: 'throttle', retryAfter: 45 }), 0],
  ['5xx for two hours', during(2 * HOUR, { kind: 'serverError', status: 503 }), 0],
  ['no answer within the time-out', once({ kind: 'hang' }), 0],
  ['a reset after the batch was applied', once({ kind: 'resetAfterApplying' }), 0],
  ['413 for a batch', once({ kind: 'tooLarge' }), 0],
  ['400 for a batch', once({ kind: 'badRequest' }), 0],
  ['credentials refused for a minute', during(MINUTE, { kind: 'unauthorized' }), 2],
  ['a redirect for a minute', during(MINUTE, { kind: 'redirect', status: 307, location: 'https://x' }), 2],
];

describe('Customer.io', () => {
  it.each(VENDOR)('%s: nothing is lost, nothing is there twice', async (_, prepare, redriven) => {
    const done = await run({ deployment, drops: DROPS, prepare });
    expect(done.violations).toEqual([]);
    expect(done.redriven).toBe(redriven);
  });

  it('losing a fifth of its answers costs POSTs, and no row', async () => {
    const random = randomOf(3);
    const lost = (): Fault | undefined => (random.chance(0.2) ? { kind: 'resetAfterApplying' } : undefined);
    const done = await run({
      deployment,
      drops: [0, 1, 2, 3].map((n) => ({ at: n, file: anExport('events', n, randomOf(n)) })),
      prepare: (cloud) => {
        cloud.vendor.outage = lost;
      },
    });
    expect(done.violations).toEqual([]);
    expect(done.extraPosts).toBeGreaterThan(0);
  });

  it('dropping what is above the rate is never provoked', async () => {
    const done = await run({
      deployment,
      drops: [0, 1, 2, 3].flatMap((n) => [
        { at: 0, file: anExport('events', n, randomOf(n)) },
        { at: 0, file: anExport('visits', n, randomOf(n)) },
      ]),
      prepare: (cloud) => cloud.vendor.limitRate(10),
    });
    expect(done.violations).toEqual([]);
    expect(worstSecond(done.cloud.vendor.requests.map(({ at }) => at))).toBeLessThanOrEqual(10);
  });

  it('refusing a batch of 1,000 for one row costs no more than 2 log2 n requests', async () => {
    const world = aWorld();
    world.customerIo.chokeOn(isAbout('c617'));
    const importId = await importEvents(world, ...rows(1_000, (n) => order(n)));
    await forwardAll(world, importId);
    expect(world.customerIo.requests.length - 1).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(1_000)));
    expect(world.customerIo.events.size).toBe(999);
  });
});

const strike = (side: string, share: number, fate: 'busy' | 'unclear') => {
  const random = randomOf(9);
  return ({ name }: { readonly name: string }) =>
    name.startsWith(side) && random.chance(share) ? fate : ('well' as const);
};

/** Something that happens to the bucket while the events are under way. */
const meanwhile = (act: (cloud: Cloud) => void) => (cloud: Cloud) =>
  void cloud.scheduler.after(1.2, () => act(cloud));

const AWS: readonly (readonly [what: string, how: Partial<Parameters<typeof run>[0]>])[] = [
  ['telling ten times of a file', { drops: DROPS.map((drop) => ({ ...drop, times: 10 })) }],
  [
    'telling of files in another order',
    { drops: DROPS.toReversed().map((drop, index) => ({ ...drop, at: index })) },
  ],
  ['DynamoDB throttling half of the calls', { fateOf: strike('dynamodb', 0.5, 'busy') }],
  ['DynamoDB leaving in doubt what it has written', { fateOf: strike('dynamodb', 0.3, 'unclear') }],
  ['S3 asking to slow down', { fateOf: strike('s3', 0.2, 'busy') }],
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
  it.each(AWS)('%s: nothing is lost, nothing is there twice', async (_, how) => {
    const slow = { latency: () => 0.1 };
    const done = await run({ deployment, drops: DROPS, ...slow, ...how });
    expect(done.violations).toEqual([]);
  });

  it('taking a worker for dead that ends long after its successor: its checkpoint is refused', async () => {
    const done = await staleWorker(deployment);
    expect(done.violations).toEqual([]);
  });

  it('losing the seen table costs every POST once more, and Customer.io has each event once all the same', async () => {
    const done: Run = await run({
      deployment,
      drops: DROPS,
      prepare: (cloud) =>
        void cloud.scheduler.after(HOUR, () => cloud.dynamodb.clear(cloud.deployment.seenTable)),
    });
    // The ULID is all that is left: the copy counts as delivered once more.
    expect(done.violations.filter((one) => !one.includes('are counted as delivered'))).toEqual([]);
    expect(done.extraPosts).toBe([...done.cloud.vendor.workspace.events()].length);
  });
});
