import { describe, expect, it } from '@jest/globals';
import { groupsOf } from '../../../../lambdas/domain/report/groups.ts';

const of = (...names: string[]) =>
  groupsOf({ groups: 3, events: Object.fromEntries(names.map((name) => [name, 1])) }, { deliveredGroups: 2 });

describe('groupsOf', () => {
  it.each([
    [['order_placed'], 'order'],
    [['order_placed', 'order_cancelled', 'order_refunded'], 'order'],
    [['Order Placed'], 'order'],
    [['checkout_started'], 'checkout'],
    [['checkout_started', 'order_placed'], 'event'],
    [['visited'], 'event'],
    [['orders'], 'event'],
    [['__proto__'], 'event'],
  ])('counts the groups with events %j as %s', (names, noun) => {
    expect(of(...names)).toEqual({ groups: { noun, read: 3, delivered: 2 } });
  });

  it('says nothing if groups were not counted, or no group became an event', () => {
    expect(groupsOf({ groups: undefined, events: { order_placed: 1 } }, { deliveredGroups: 1 })).toEqual({});
    expect(groupsOf({ groups: 3, events: {} }, { deliveredGroups: 0 })).toEqual({});
  });

  it('does not say how many were delivered if a part was delivered by a version that did not count them', () => {
    expect(groupsOf({ groups: 3, events: { order_placed: 3 } }, {})).toEqual({
      groups: { noun: 'order', read: 3 },
    });
  });
});
