import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { arrange } from '../../../../lambdas/domain/delivery/arrange.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { warehouseEvents } from '../../../../lambdas/domain/presets/warehouse-events.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

describe('events', () => {
  it('reads name, time, person and key; every other column is a property', () => {
    expectGolden('events/events.csv', events);
  });

  it('counts a row that comes twice once', () => {
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
  ])('reads what %s exports', (_, name) => {
    expectGolden(`warehouse-events/${name}.csv`, typed);
  });

  it('reads what Snowflake exports: upper case names, \\N for nothing, and no time without its zone', () => {
    expectGolden('warehouse-events/snowflake.csv', warehouseEvents);
  });

  it('reads a click stream without event ids: the content tells one event from another', () => {
    expectGolden('warehouse-events/clickstream.csv', warehouseEvents);
    const { operations } = mapFile(warehouseEvents, fixture('warehouse-events/clickstream.csv'));
    expect(arrange(operations).duplicates).toEqual({ rows: 1, conflicts: 0 });
  });

  it('reads milliseconds that prove themselves', () => {
    expectGolden('warehouse-events/milliseconds.csv', warehouseEvents);
  });
});
