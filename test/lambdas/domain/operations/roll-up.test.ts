import { describe, expect, it } from '@jest/globals';
import { RollUpSchema } from '../../../../lambdas/contracts/feed/roll-up.ts';
import {
  attributesOf,
  printRolled,
  type Rolled,
  readRolled,
  type Sum,
  sumOf,
  withPart,
} from '../../../../lambdas/domain/operations/roll-up.ts';
import { NEW_YEAR } from '../../../builders/operation.ts';

const { names } = RollUpSchema.parse({ event: 'order_placed', value: 'total' });
const NOTHING: Rolled = { parts: [] };

/** One order of import `n`, for `n` and a half euros. */
const partOf = (n: number): Sum => ({ first: NEW_YEAR + n, last: NEW_YEAR + n, count: 1, sum: `${n}.5` });
/** What is kept after imports 1 to `imports`. */
const rolledOver = (imports: number): Rolled =>
  Array.from({ length: imports }, (_, n) => n + 1).reduce(
    (rolled, n) => withPart(readRolled(printRolled(rolled)), `import ${n}`, partOf(n)),
    NOTHING,
  );

describe('sumOf', () => {
  it('has the first and last time, the number and the exact sum', () => {
    const orders = [{ at: NEW_YEAR + 2, value: '0.1' }, { at: NEW_YEAR, value: '0.2' }, { at: NEW_YEAR + 1 }];
    expect(sumOf(orders)).toEqual({ first: NEW_YEAR, last: NEW_YEAR + 2, count: 3, sum: '0.3' });
  });

  it('is undefined without orders', () => {
    expect(sumOf([])).toBeUndefined();
  });
});

describe('withPart', () => {
  it.each([1, 2, 7, 8, 9, 20])('counts the orders of all imports after %i imports', (imports) => {
    expect(attributesOf(rolledOver(imports), names)).toEqual({
      first_order_date: NEW_YEAR + 1,
      last_order_date: NEW_YEAR + imports,
      total_orders: imports,
      lifetime_value: (imports * (imports + 1)) / 2 + imports / 2,
    });
  });

  it('replaces what the same import counted before', () => {
    const once = rolledOver(7);
    const more = { ...partOf(3), count: 2, sum: '10' };
    expect(withPart(once, 'import 3', partOf(3))).toEqual(once);
    const { total_orders, lifetime_value } = attributesOf(withPart(once, 'import 3', more), names);
    expect([total_orders, lifetime_value]).toEqual([8, 31.5 - 3.5 + 10]);
  });

  it('keeps the last seven imports separately, and the sum of all others', () => {
    const { base, parts } = rolledOver(20);
    expect(parts.map(([name]) => name)).toEqual([14, 15, 16, 17, 18, 19, 20].map((n) => `import ${n}`));
    expect(base).toEqual({ first: NEW_YEAR + 1, last: NEW_YEAR + 13, count: 13, sum: '97.5' });
  });

  it('keeps less than a kilobyte, with the other attributes of its seen item', () => {
    const largest = { first: NEW_YEAR, last: NEW_YEAR, count: 9_999, sum: '1234567.89' };
    const imports = Array.from({ length: 20 }, (_, n) => `hash of import ${String(n).padStart(2, '0')}`);
    const rolled = imports.reduce((kept, name) => withPart(kept, name.slice(-16), largest), NOTHING);
    // key, importId, feed, arrivedAt: names and values, with a feed of 40 characters
    const others = 'key'.length + 22 + 'importId'.length + 65 + 'feed'.length + 40 + 'arrivedAt'.length + 8;
    expect(printRolled(rolled).length + 'content'.length + others).toBeLessThan(1_024);
  });
});

describe('attributesOf', () => {
  it('is empty if nothing is kept', () => {
    expect(attributesOf(readRolled(undefined), names)).toEqual({});
  });
});
