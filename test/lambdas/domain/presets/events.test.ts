import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { arrange } from '../../../../lambdas/domain/delivery/arrange.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { warehouseEvents } from '../../../../lambdas/domain/presets/warehouse-events.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

describe('events', () => {
  it('reads name, time, person and key, and sends every other column as a property', () => {
    expectGolden('events/events.csv', events);
  });

  it('counts a repeated row once', () => {
    const { operations } = mapFile(events, fixture('events/events.csv'));
    expect(arrange(operations).duplicates).toEqual({ rows: 1, conflicts: 0 });
  });
});

describe('warehouseEvents', () => {
  const typed: FeedInput = {
    ...warehouseEvents,
    columns: { amount: { type: 'number' }, is_first: { type: 'boolean' } },
  };

  it.each([
    ['BigQuery', 'bigquery'],
    ['Redshift, delimited by |', 'redshift'],
    ['Postgres', 'postgres'],
  ])('reads an export of %s', (_, name) => {
    expectGolden(`warehouse-events/${name}.csv`, typed);
  });

  it('reads an export of Snowflake: upper case names, \\N for empty cells, times with zones', () => {
    expectGolden('warehouse-events/snowflake.csv', warehouseEvents);
  });

  it('reads a click stream without event ids, with the content as the key', () => {
    expectGolden('warehouse-events/clickstream.csv', warehouseEvents);
    const { operations } = mapFile(warehouseEvents, fixture('warehouse-events/clickstream.csv'));
    expect(arrange(operations).duplicates).toEqual({ rows: 1, conflicts: 0 });
  });

  it('reads milliseconds, which their length proves', () => {
    expectGolden('warehouse-events/milliseconds.csv', warehouseEvents);
  });
});
