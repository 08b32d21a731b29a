import { describe, expect, it } from '@jest/globals';
import type { Suppression } from '../../../../lambdas/contracts/feed/policies.ts';
import {
  isSentBy,
  isSettledElsewhere,
  type Judged,
  type Judgment,
  judgeOperation,
  judgePerson,
  operationsToSend,
  tallyJudged,
} from '../../../../lambdas/domain/delivery/judge.ts';
import type { SeenItem } from '../../../../lambdas/domain/delivery/seen-item.ts';
import { suppressingEvents } from '../../../../lambdas/domain/delivery/suppression.ts';
import type { SeenKey } from '../../../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../../../lambdas/domain/operations/operation.ts';
import { attributeHashesOf } from '../../../../lambdas/forward/seen-keys.ts';
import { eventOperation, NEW_YEAR, personOperation } from '../../../builders/operation.ts';

const DAY_MILLISECONDS = 86_400_000;
const ORIGIN = { importId: 'today', feed: 'orders', arrivedAt: NEW_YEAR * 1000 };
const YESTERDAY = { importId: 'yesterday', feed: 'orders', arrivedAt: ORIGIN.arrivedAt - DAY_MILLISECONDS };
const OF_ANOTHER_FEED = { ...YESTERDAY, importId: 'leads of yesterday', feed: 'leads' };

/** What the seen table says after another import delivered the same, with what the test changes. */
const seen = ({ meta }: Operation, change: Partial<SeenItem> = {}): SeenItem => ({
  key: meta.key as SeenKey,
  ...YESTERDAY,
  content: meta.content,
  ...(meta.kind === 'event' ? { at: meta.at } : {}),
  person: `hash of ${meta.person}`,
  mapping: MAPPING,
  ...change,
});
const MAPPING = 'mapping';
const judged = (
  guards: { suppress?: readonly Suppression[]; remembers?: readonly string[]; dated?: boolean } = {},
) => ({
  origin: ORIGIN,
  mapping: MAPPING,
  personHash: (person: string) => `hash of ${person}`,
  attributeHashes: attributeHashesOf('main', 'secret'),
  now: () => ORIGIN.arrivedAt,
  guards: {
    suppress: [...(guards.suppress ?? [])],
    remembers: [...(guards.remembers ?? [])],
    dated: guards.dated ?? false,
  },
});

const EVENT = eventOperation();
const PERSON = personOperation({ plan: 'pro' });
const OTHER = { content: 'other' };
const NEWER = { at: NEW_YEAR + 1 };
const EXPIRED = { outcome: 'expired', reason: 'newer data was delivered' };

describe('judgeOperation', () => {
  it.each([
    ['sends an event that no import delivered', EVENT, undefined, { outcome: 'send' }],
    [
      'takes an event that another import delivered as a duplicate',
      EVENT,
      seen(EVENT),
      { outcome: 'duplicate', age: 'under_7_days' },
    ],
    [
      'takes an event that another import delivered with other content as a conflict',
      EVENT,
      seen(EVENT, OTHER),
      { outcome: 'conflict', age: 'under_7_days', how: 'content' },
    ],
    [
      'takes an event of another feed as a duplicate',
      EVENT,
      seen(EVENT, OF_ANOTHER_FEED),
      { outcome: 'duplicate', age: 'under_7_days' },
    ],
    ['counts an event that this import delivered as sent', EVENT, seen(EVENT, ORIGIN), { outcome: 'sent' }],
    [
      'counts an event that this import delivered with other content as sent',
      EVENT,
      seen(EVENT, { ...ORIGIN, ...OTHER }),
      { outcome: 'sent' },
    ],
    ['sends a person that no import delivered', PERSON, undefined, { outcome: 'send' }],
    ['leaves out a person without changes', PERSON, seen(PERSON), { outcome: 'unchanged' }],
    [
      'leaves out a person whose same data is older than the delivered data',
      PERSON,
      seen(PERSON, NEWER),
      { outcome: 'unchanged' },
    ],
    ['sends a person that has changed', PERSON, seen(PERSON, OTHER), { outcome: 'send' }],
    ['counts a person that this import delivered as sent', PERSON, seen(PERSON, ORIGIN), { outcome: 'sent' }],
    [
      'sends a person that this import delivered with other data',
      PERSON,
      seen(PERSON, { ...ORIGIN, ...OTHER }),
      { outcome: 'send' },
    ],
    [
      'drops a person as expired if the same feed delivered newer data',
      PERSON,
      seen(PERSON, { ...OTHER, ...NEWER }),
      EXPIRED,
    ],
    [
      'sends a person if the same feed delivered other data of the same time',
      PERSON,
      seen(PERSON, { ...OTHER, at: NEW_YEAR }),
      { outcome: 'send' },
    ],
    [
      'sends a person if another feed delivered newer data',
      PERSON,
      seen(PERSON, { ...OTHER, ...NEWER, ...OF_ANOTHER_FEED }),
      { outcome: 'send' },
    ],
  ] as const)('%s', (_, operation, item, expected) => {
    const { as: posted, ...judgment } = { as: undefined, ...judgeOperation(operation, item, judged()) };
    expect(judgment).toEqual(expected);
  });
});

describe('judgeOperation, of an unchanged person', () => {
  const stillTrue = (change: Partial<SeenItem>, dated: boolean) => {
    const judgment = judgeOperation(PERSON, seen(PERSON, change), judged({ dated }));
    expect(judgment.outcome).toBe('unchanged');
    return 'stillTrue' in judgment ? judgment.stillTrue : undefined;
  };

  it.each([
    ['older', { at: NEW_YEAR - 60 }],
    ['of unknown time', {}],
  ])('keeps the newer time, under the import that delivered it, if what was delivered is %s', (_, item) => {
    expect(stillTrue(item, true)).toEqual(seen(PERSON, { at: NEW_YEAR }));
  });

  it.each([
    ['the feed has no times of its own: each repeat would cost a write', {}, false],
    ['the row is older', NEWER, true],
    ['the row is of the same time', { at: NEW_YEAR }, true],
    ['another feed delivered it', { at: 1, ...OF_ANOTHER_FEED }, true],
  ])('writes nothing if %s', (_, item, dated) => {
    expect(stillTrue(item, dated)).toBeUndefined();
  });
});

describe('judgePerson', () => {
  const rule: Suppression = { event: 'cart', by: 'order', within: 100, of: 'person' };
  const ofRows: Suppression = { ...rule, of: 'rows' };
  const cart = (line: number) => eventOperation({ key: `cart ${line}`, name: 'cart', line });
  const order = (line: number, at: number) =>
    eventOperation({ key: `order ${line}`, name: 'order', line, at });

  const judge = (
    operations: readonly Operation[],
    {
      items = [],
      suppress = [],
      remembered = [],
    }: {
      readonly items?: readonly (SeenItem | undefined)[];
      readonly suppress?: readonly Suppression[];
      readonly remembered?: readonly number[];
    } = {},
  ) =>
    judgePerson(
      operations,
      {
        judgments: operations.map((operation, at) =>
          judgeOperation(operation, items[at], judged({ suppress })),
        ),
        suppressing: suppressingEvents(operations, suppress),
        remembered: new Map([['order', remembered]]),
      },
      judged({ suppress }),
    ).map(({ judgment }) => judgment);

  it('sends all states after the first one that is sent, so that the last one wins', () => {
    const [one, two] = [personOperation({ plan: 'pro' }), personOperation({ plan: 'free' }, { line: 3 })];
    expect(judge([one, two], { items: [undefined, seen(two)] })).toMatchObject([
      { outcome: 'send' },
      { outcome: 'send' },
    ]);
    expect(judge([one, two], { items: [seen(one), undefined] })).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'send' },
    ]);
  });

  it('judges states of different keys each by itself', () => {
    const [one, two] = [personOperation({}, { key: 'a' }), personOperation({}, { key: 'b' })];
    expect(judge([one, two], { items: [undefined, seen(two)] })).toMatchObject([
      { outcome: 'send' },
      { outcome: 'unchanged' },
    ]);
  });

  const SUPPRESSED = { outcome: 'suppressed', reason: 'cart followed by order' };
  it.each([
    ['sends a cart without an order', [cart(2)], {}, { outcome: 'send' }],
    ['suppresses a cart before an order of the file', [cart(2), order(3, NEW_YEAR + 100)], {}, SUPPRESSED],
    ['sends a cart after the order', [cart(2), order(3, NEW_YEAR - 1)], {}, { outcome: 'send' }],
    ['sends a cart long before the order', [cart(2), order(3, NEW_YEAR + 101)], {}, { outcome: 'send' }],
    ['suppresses a cart before a remembered order', [cart(2)], { remembered: [NEW_YEAR] }, SUPPRESSED],
    [
      'suppresses a cart of the same rows, whatever the times',
      [cart(2), order(2, NEW_YEAR - 1)],
      { suppress: [ofRows] },
      SUPPRESSED,
    ],
    [
      'sends a cart of other rows',
      [cart(2), order(3, NEW_YEAR)],
      { suppress: [ofRows] },
      { outcome: 'send' },
    ],
    [
      'ignores remembered orders if only the same rows count',
      [cart(2)],
      { suppress: [ofRows], remembered: [NEW_YEAR] },
      { outcome: 'send' },
    ],
    [
      'keeps a cart that was delivered before as a duplicate',
      [cart(2), order(3, NEW_YEAR)],
      { items: [seen(cart(2))] },
      { outcome: 'duplicate', age: 'under_7_days' },
    ],
  ] as const)('%s', (_, operations, knowledge, expected) => {
    expect(judge(operations, { suppress: [rule], ...knowledge })[0]).toEqual(expected);
  });
});

describe('isSentBy', () => {
  it.each([
    ['this import delivered it', seen(EVENT, ORIGIN), true],
    ['another import of the feed delivered it', seen(EVENT), false],
    ['no import delivered it', undefined, false],
  ])('if %s: %s', (_, item, sent) => {
    expect(isSentBy(ORIGIN, item)).toBe(sent);
  });
});

describe('of the judgments', () => {
  const judgments: readonly Judgment[] = [
    { outcome: 'send' },
    { outcome: 'sent' },
    { outcome: 'duplicate', age: 'under_7_days' },
    { outcome: 'conflict', age: 'older', how: 'content' },
    { outcome: 'unchanged' },
    { outcome: 'expired', reason: 'newer data was delivered' },
    { outcome: 'suppressed', reason: 'cart followed by order' },
  ];
  const all = (operation: (line: number) => Operation): Judged[] =>
    judgments.map((judgment, index) => ({ operation: operation(2 + 3 * index), judgment }));

  it('only "send" is sent', () => {
    const stretch = all((line) => eventOperation({ line }));
    expect(operationsToSend(stretch)).toEqual([stretch[0]?.operation]);
  });

  it('all except for "send" and "sent" are settled without this import', () => {
    expect(judgments.filter(isSettledElsewhere).map(({ outcome }) => outcome)).toEqual([
      'duplicate',
      'conflict',
      'unchanged',
      'expired',
      'suppressed',
    ]);
  });

  it('tallyJudged counts the rows of those that need not be sent, with the reasons and lines', () => {
    const { outcomes, ...rest } = tallyJudged(all((line) => eventOperation({ line, rows: 3 })));
    expect(outcomes).toEqual({
      ...{ delivered: 3, duplicate: 6, unchanged: 3, expired: 3, suppressed: 3 },
      ...{ rejected: 0, filtered: 0, held: 0 },
    });
    expect(rest).toMatchObject({
      conflicts: 3,
      duplicates: { under_7_days: 3, older: 3 },
      deliveredGroups: 1,
    });
    expect(rest.keptBack).toEqual([
      { outcome: 'expired', reason: 'newer data was delivered', rows: 3, lines: [17] },
      { outcome: 'suppressed', reason: 'cart followed by order', rows: 3, lines: [20] },
    ]);
  });

  it('tallyJudged counts no rows of further events: another operation counts them', () => {
    const further = all((line) => eventOperation({ line, countsRows: false }));
    const { outcomes, keptBack, deliveredGroups, deliveredFurther } = tallyJudged(further);
    expect(Object.values(outcomes).every((rows) => rows === 0)).toBe(true);
    expect(keptBack).toEqual([]);
    expect(deliveredGroups).toBe(0);
    expect(deliveredFurther).toBe(1);
  });
});
