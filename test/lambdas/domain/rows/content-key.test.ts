import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { mapFile } from '../../../builders/map-file.ts';

const VISITS = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['member'] }],
  event: { name: 'door_opened' },
  time: { column: 'at' },
  timezone: 'Europe/Berlin',
} as const satisfies FeedInput;

const keysOf = (...times: string[]) =>
  mapFile(VISITS, `member,at,door\n${times.map((at) => `m1,${at},north\n`).join('')}`).operations.map(
    ({ meta }) => meta.key,
  );
const distinct = (...times: string[]) => new Set(keysOf(...times)).size;

describe('the key that is made from the content', () => {
  it.each([
    ['other digits', '2025-12-01T09:00:00.2Z', '2025-12-01T09:00:00.9Z'],
    ['a whole second', '2025-12-01T09:00:00Z', '2025-12-01T09:00:00.1Z'],
    ['a microsecond', '2025-12-01T09:00:00.000001Z', '2025-12-01T09:00:00.000002Z'],
    ['milliseconds since 1970', '1764579600001', '1764579600002'],
  ])('differs between two events of one second: %s', (_because, one, other) => {
    expect(distinct(one, other)).toBe(2);
  });

  it.each([
    ['trailing zeros', '2025-12-01T09:00:00.200Z', '2025-12-01T09:00:00.2Z'],
    ['zeros at a whole second', '2025-12-01T09:00:00.000Z', '2025-12-01T09:00:00Z'],
    ['another zone', '2025-12-01T09:00:00.2Z', '2025-12-01 10:00:00.2 +0100'],
    ['the zone of the feed', '2025-12-01T09:00:00.2Z', '2025-12-01 10:00:00.20'],
    ['milliseconds since 1970', '2025-12-01T09:00:00.2Z', '1764579600200'],
    ['microseconds since 1970', '2025-12-01T09:00:00.2Z', '1764579600200000'],
    ['seconds with a fraction', '2025-12-01T09:00:00.2Z', '1764579600.20'],
    ['another form of a whole second', '2025-12-01T09:00:00Z', 'Mon, 01 Dec 2025 09:00:00 GMT'],
    ['minutes', '2025-12-01T09:00:00Z', '2025-12-01 10:00'],
  ])('is the same for the same instant: %s', (_because, one, other) => {
    expect(distinct(one, other)).toBe(1);
  });

  it('is at a whole second the key that the version of 2026-11-25 made', () => {
    expect(keysOf('2025-12-01T09:00:00Z')).toEqual(['door_opened\0content\0rAOBlg_EOyQW3Bsu']);
  });
});
