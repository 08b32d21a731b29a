import { describe, expect, it } from '@jest/globals';
import { NO_STATISTICS } from '../../../../lambdas/domain/profile/statistics.ts';
import { groupsOf } from '../../../../lambdas/domain/report/groups.ts';
import { summarizeCanary } from '../../../../lambdas/domain/report/summary.ts';
import { anImport } from '../../../builders/import.ts';

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

  it('does not say how many were delivered if only the canary was sent, which counts rows', () => {
    const ending = {
      record: anImport(),
      statistics: { ...NO_STATISTICS, rows: 9, groups: 5, events: { order_placed: 9 } },
      findings: [],
      file: { columns: [], identifiers: [] },
      declinedExamples: [],
      notices: [],
      wouldTrigger: 0,
      partitions: [],
      decision: 'canary' as const,
      canary: { operations: 2, rows: 3, refused: 0, requests: 1 },
      failure: undefined,
      now: anImport().registeredAt,
    };
    expect(summarizeCanary(ending, 0).groups).toEqual({ noun: 'order', read: 5 });
  });
});
