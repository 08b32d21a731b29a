import { describe, expect, it } from '@jest/globals';
import { FlowSchema, type Flows, FlowsSchema } from '../../../../lambdas/contracts/feed/flows.ts';
import { countFlows, flowBreaches, judgeFlows } from '../../../../lambdas/domain/findings/flows.ts';
import { DETECTORS } from '../../../../lambdas/domain/findings/table.ts';
import type { PastImport } from '../../../../lambdas/domain/imports/past-import.ts';

const NOW = 1_767_225_600;
const HOUR = 3600;
const DAY = 24 * HOUR;

const FLOWS = FlowsSchema.parse({
  'cart-recovery': { event: 'checkout_started', without: 'order_placed', ages: ['2h', '24h'] },
  winback: { event: 'order_placed', without: 'order_placed', ages: ['60d-90d'] },
  'post-purchase': { event: 'order_placed', ages: ['24h'] },
});

/** An event, and its age in seconds. */
type Did = readonly [name: string, age: number];
function timesOf(...did: readonly Did[]) {
  const times = new Map<string, number[]>();
  for (const [name, age] of did) times.set(name, [...(times.get(name) ?? []), NOW - age]);
  return times;
}
const count = (...did: readonly Did[]) => countFlows(timesOf(...did), FLOWS, NOW);

describe('countFlows', () => {
  it.each([
    ['a cart of an hour ago, in both ages', [['checkout_started', HOUR]], { '2h': 1, '24h': 1 }],
    ['a cart of three hours ago', [['checkout_started', 3 * HOUR]], { '2h': 0, '24h': 1 }],
    ['a cart exactly as old as the age', [['checkout_started', 24 * HOUR]], { '2h': 0, '24h': 0 }],
    ['a cart in the future', [['checkout_started', -60]], { '2h': 0, '24h': 0 }],
    [
      'a cart that was bought later',
      [
        ['checkout_started', 2 * HOUR],
        ['order_placed', HOUR],
      ],
      { '2h': 0, '24h': 0 },
    ],
    [
      'a cart bought in the same second',
      [
        ['checkout_started', HOUR],
        ['order_placed', HOUR],
      ],
      { '2h': 0, '24h': 0 },
    ],
    [
      'a cart after a purchase',
      [
        ['order_placed', 2 * HOUR],
        ['checkout_started', HOUR],
      ],
      { '2h': 1, '24h': 1 },
    ],
    [
      'two carts of one person, counted once',
      [
        ['checkout_started', HOUR],
        ['checkout_started', HOUR + 1],
      ],
      { '2h': 1, '24h': 1 },
    ],
    ['nothing', [], { '2h': 0, '24h': 0 }],
  ] as readonly (readonly [string, readonly Did[], object])[])(
    'counts for cart recovery: %s',
    (_, did, expected) => {
      expect(count(...did)['cart-recovery']).toEqual(expected);
    },
  );

  it.each([
    ['a person whose last purchase was 60 days ago', [['order_placed', 60 * DAY]], 1],
    [
      'no person with a later purchase',
      [
        ['order_placed', 60 * DAY],
        ['order_placed', DAY],
      ],
      0,
    ],
    [
      'a person with several purchases, by the last one',
      [
        ['order_placed', 100 * DAY],
        ['order_placed', 70 * DAY],
      ],
      1,
    ],
    ['no person whose last purchase was 90 days ago', [['order_placed', 90 * DAY]], 0],
  ] as readonly (readonly [string, readonly Did[], number])[])('counts for winback: %s', (_, did, people) => {
    expect(count(...did).winback).toEqual({ '60d-90d': people });
  });

  it('counts everyone with the event, if no event ends the flow', () => {
    expect(count(['order_placed', HOUR])['post-purchase']).toEqual({ '24h': 1 });
  });
});

const past = (people: number, rest: Partial<PastImport> = {}): PastImport => ({
  importId: 'carts-1',
  arrivedAt: 0,
  endedAt: 0,
  state: 'completed',
  rows: 1,
  outcomes: {
    delivered: 1,
    duplicate: 0,
    unchanged: 0,
    rejected: 0,
    held: 0,
    suppressed: 0,
    expired: 0,
    filtered: 0,
  },
  columns: [],
  flows: { carts: { '24h': people } },
  ...rest,
});
const flows = (rest: object = {}): Flows =>
  FlowsSchema.parse({ carts: { event: 'checkout_started', ages: ['24h'], ...rest } });
const nights = [98, 102, 100, 101, 99].map((people) => past(people));

describe('judgeFlows', () => {
  it.each([
    ['unknown before five imports', 7, nights.slice(0, 4), 'unknown'],
    ['usual within the learned range', 120, nights, 'usual'],
    ['unusual if there are no people', 0, nights, 'unusual'],
    ['unusual if there are far more people', 400, nights, 'unusual'],
    ['learned from completed imports only', 0, [...nights.slice(1), past(0, { state: 'held' })], 'unknown'],
  ] as const)('is %s', (_, people, history, verdict) => {
    expect(judgeFlows({ carts: { '24h': people } }, flows(), history)).toMatchObject([{ people, verdict }]);
  });

  it('uses the range that the feed states, not the learned one', () => {
    const stated = flows({ expect: { '24h': [0, 10] } });
    expect(judgeFlows({}, stated, nights)).toEqual([
      { flow: 'carts', age: '24h', people: 0, usual: { min: 0, max: 10 }, verdict: 'usual' },
    ]);
  });
});

describe('flowBreaches', () => {
  it('gives the count and the usual range, and holds if the flow says so', () => {
    const hold = flows({ otherwise: 'hold' });
    const verdicts = judgeFlows({ carts: { '24h': 0 } }, hold, nights);
    expect(flowBreaches(verdicts, hold)).toEqual([
      {
        finding: expect.objectContaining({
          code: 'unusual_flow',
          message: `The flow "carts" has an unusual number of people: 0 people at age 24h (usual: 70 to 130). ${DETECTORS.unusual_flow.fix}`,
        }),
        otherwise: 'hold',
      },
    ]);
  });

  it('finds nothing in counts that are usual or unknown', () => {
    expect(flowBreaches(judgeFlows({ carts: { '24h': 100 } }, flows(), nights), flows())).toEqual([]);
    expect(flowBreaches(judgeFlows({}, flows(), []), flows())).toEqual([]);
  });
});

describe('a flow in the config', () => {
  it.each([
    [{ ages: ['2x'] }, 'must be an age such as "24h"'],
    [{ ages: ['90d-60d'] }, 'ends before it starts'],
    [{ ages: [] }, '>=1'],
    [{ ages: ['24h'], expect: { '2h': [0, 1] } }, 'is not in ages'],
    [{ ages: ['24h'], expect: { '24h': [2, 1] } }, 'minimum over its maximum'],
  ])('is rejected: %j', (rest, message) => {
    const { error } = FlowSchema.safeParse({ event: 'x', ...rest });
    expect(error?.issues.map((issue) => issue.message).join()).toContain(message);
  });
});
