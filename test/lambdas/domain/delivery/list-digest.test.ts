import { describe, expect, it } from '@jest/globals';
import { type ArrangedList, listDigest } from '../../../../lambdas/domain/delivery/list-digest.ts';
import type { Operation, OperationMeta } from '../../../../lambdas/domain/operations/operation.ts';

const operation = (n: number, change: Partial<OperationMeta> = {}): Operation => ({
  meta: {
    kind: 'event',
    madeFrom: [{ line: n + 2, rows: 1 }],
    countsRows: true,
    key: `key-${n}`,
    person: `id:${n}`,
    at: n,
    content: `content-${n}`,
    ...change,
  },
  item: '{}',
});
const list = (...ordered: readonly Operation[]): ArrangedList => ({
  ordered,
  duplicates: { rows: 0, conflicts: 0 },
});
const TEN = Array.from({ length: 10 }, (_, n) => operation(n));
const BEFORE = listDigest(list(...TEN))(5);

describe('listDigest', () => {
  it('is the same, in whatever steps the position was reached', () => {
    const digest = listDigest(list(...TEN));
    for (const position of [0, 1, 1, 4]) digest(position);
    expect(digest(5)).toBe(BEFORE);
  });

  it('does not depend on what is after the position', () => {
    expect(listDigest(list(...TEN.slice(0, 5), operation(99)))(5)).toBe(BEFORE);
  });

  it('depends on the whole list where the position counts what follows the operations', () => {
    const digest = listDigest(list(...TEN));
    expect(digest(12)).toBe(listDigest(list(...TEN))(10));
    expect(listDigest(list(...TEN, operation(10)))(12)).not.toBe(digest(12));
  });

  it.each<[string, ArrangedList]>([
    ['an operation is missing', list(...TEN.slice(1))],
    ['an operation was added', list(operation(99), ...TEN)],
    ['the order is another one', list(...TEN.slice(0, 5).toReversed())],
    ['a key is another one', list(operation(0, { key: 'other' }), ...TEN.slice(1))],
    ['a content is another one', list(operation(0, { content: 'other' }), ...TEN.slice(1))],
    ['it is made from other rows', list(operation(0, { madeFrom: [{ line: 2, rows: 2 }] }), ...TEN.slice(1))],
    ['it counts no rows', list(operation(0, { countsRows: false }), ...TEN.slice(1))],
    ['there are fewer operations', list(...TEN.slice(0, 4))],
    ['there are other repeats', { ...list(...TEN), duplicates: { rows: 1, conflicts: 0 } }],
  ])('is another one if %s', (_, other) => {
    expect(listDigest(other)(5)).not.toBe(BEFORE);
  });
});
