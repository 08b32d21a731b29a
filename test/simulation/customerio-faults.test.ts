// Faults of Customer.io during an import, long outages included, in simulated time.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../local/customerio/faults.ts';
import { aWorld, forwardAll, importEvents, isAbout, order } from '../builders/world.ts';
import { rows } from '../integration/csv.ts';
import type { Cloud } from './cloud.ts';
import { type Deployment, deploy } from './deployment.ts';
import { anExport, FEEDS } from './exports.ts';
import { randomOf } from './random.ts';
import { type Drop, run } from './run.ts';
import type { VendorRequest } from './vendor.ts';
import { worstSecond } from './verdict.ts';

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

/** The fault happens to every request in the first `seconds`. */
function during(seconds: number, fault: Fault) {
  return (cloud: Cloud): void => {
    const until = cloud.scheduler.now() + seconds * 1000;
    cloud.vendor.outage = (at) => (at < until ? fault : undefined);
  };
}

const once =
  (fault: Fault) =>
  (cloud: Cloud): void =>
    cloud.vendor.inject({ ...fault, whenBodyIncludes: 'order_placed' });

interface VendorFault {
  readonly what: string;
  readonly prepare: (cloud: Cloud) => void;
  /** The response status that shows the fault. */
  readonly status: VendorRequest['status'];
  /** Imports that an operator has to redrive. The default is none. */
  readonly redriven?: number;
  /** Events are posted again: at most those of one batch. */
  readonly repeats?: true;
}

const REDIRECT: Fault = { kind: 'redirect', status: 307, location: 'https://x' };
const VENDOR: readonly VendorFault[] = [
  { what: '429 for ten minutes', prepare: during(10 * MINUTE, { kind: 'throttle' }), status: 429 },
  {
    what: '429 for ten minutes, with Retry-After',
    prepare: during(10 * MINUTE, { kind: 'throttle', retryAfter: 45 }),
    status: 429,
  },
  { what: '5xx for two hours', prepare: during(2 * HOUR, { kind: 'serverError', status: 503 }), status: 503 },
  { what: 'no answer in time', prepare: once({ kind: 'hang' }), status: 'silence', repeats: true },
  {
    what: 'a reset before the batch was applied',
    prepare: once({ kind: 'resetBeforeApplying' }),
    status: 'reset',
  },
  {
    what: 'a reset after the batch was applied',
    prepare: once({ kind: 'resetAfterApplying' }),
    status: 'reset',
    repeats: true,
  },
  ...(['absent', 'outOfRange'] as const).map((as) => ({
    what: `a 207 that does not say which item it refuses (${as})`,
    prepare: once({ kind: 'omitBatchIndex', as }),
    status: 207,
    repeats: true as const,
  })),
  { what: 'a 200 without its body', prepare: once({ kind: 'emptyBody' }), status: 200, repeats: true },
  { what: '413 for a batch', prepare: once({ kind: 'tooLarge' }), status: 413 },
  { what: '400 for a batch', prepare: once({ kind: 'badRequest' }), status: 400 },
  {
    what: 'credentials refused for a minute',
    prepare: during(MINUTE, { kind: 'unauthorized' }),
    status: 401,
    redriven: 2,
  },
  { what: 'a redirect for a minute', prepare: during(MINUTE, REDIRECT), status: 307, redriven: 2 },
];

describe('Customer.io', () => {
  it.each(VENDOR)('$what: no row is lost, and none is delivered twice', async (fault) => {
    const { prepare, status, redriven = 0, repeats = false } = fault;
    const done = await run({ deployment, drops: DROPS, prepare });
    expect(done).toMatchObject({ violations: [], redriven });
    const { requests } = done.cloud.vendor;
    expect(requests.map((request) => request.status)).toContain(status);
    expect(done.extraPosts > 0).toBe(repeats);
    expect(done.extraPosts).toBeLessThanOrEqual(Math.max(...requests.map(({ items }) => items.length)));
  });

  it('credentials refused during an import: it pauses, and a redrive sends only the rest', async () => {
    let requests = 0;
    const done = await run({
      deployment,
      drops: EVENTS,
      prepare: (cloud) => {
        cloud.vendor.outage = () => (++requests > 1 ? { kind: 'unauthorized' } : undefined);
      },
    });
    const [first, second] = done.cloud.notices.map(({ event }) => event);
    expect(first).toMatchObject({ state: 'paused', reason: { code: 'credentials' } });
    expect(first?.outcomes.delivered).toBeGreaterThan(0);
    expect(second).toMatchObject({ importId: first?.importId, state: 'completed', unfinished: 0 });
    expect(done).toMatchObject({ violations: [], extraPosts: 0 });
  });

  it.each<Fault>([{ kind: 'errorsOn200' }, { kind: 'omitBatchIndex', as: 'missingField' }])(
    'a row declined with $kind: it is rejected, and accepted from the next export',
    async (fault) => {
      const done = await run({ deployment, drops: EVENTS, prepare: once(fault) });
      const [first, copy] = [...done.reports.values()];
      const refused = (first?.outcomes.rejected ?? 0) - (copy?.outcomes.rejected ?? 0);
      expect([refused, copy?.outcomes.delivered]).toEqual([1, 1]);
      // The row is valid in the file, and still among the rejects.
      expect(done.violations.filter((one) => !/says (\d+) rejects, returns \1$/.test(one))).toEqual([]);
    },
  );

  it('a fifth of the responses lost: events are posted again, and no row is lost', async () => {
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

  it('requests over the rate limit are dropped: the pipeline never sends that many', async () => {
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

  it.each([[[617]], [[1, 1_000]], [[3, 4, 400, 401, 998]]])(
    'a batch of 1,000 declined for rows %j: it takes at most 2 log2 n requests for each',
    async (bad) => {
      const world = aWorld();
      const isBad = bad.map((n) => isAbout(`c${n}`));
      world.customerIo.chokeOn((item) => isBad.some((is) => is(item)));
      const importId = await importEvents(world, ...rows(1_000, (n) => order(n)));
      await forwardAll(world, importId);
      const most = 2 * Math.ceil(Math.log2(1_000)) * bad.length;
      expect(world.customerIo.requests.length - 1).toBeLessThanOrEqual(most);
      expect(world.customerIo.events.size).toBe(1_000 - bad.length);
    },
  );
});
