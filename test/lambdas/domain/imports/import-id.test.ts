import { describe, expect, it } from '@jest/globals';
import { importIdOf } from '../../../../lambdas/domain/imports/import-record.ts';
import { objectCreated } from '../../../builders/import.ts';

describe('importIdOf', () => {
  it('has the feed, the second of arrival, and a hash of the object version', () => {
    expect(importIdOf('orders', objectCreated())).toMatch(/^orders-20260101T093005-[0-9a-f]{8}$/);
  });

  it('has the time in UTC', () => {
    const event = objectCreated({}, '2026-01-01T01:30:05+02:00');
    expect(importIdOf('orders', event)).toMatch(/^orders-20251231T233005-/);
  });

  it('is the same if S3 sends two events for the same object', () => {
    expect(importIdOf('orders', objectCreated())).toBe(importIdOf('orders', objectCreated()));
  });

  it.each([
    ['version', { 'version-id': 'v2' }],
    ['key', { key: 'incoming/orders/february.csv' }],
  ])('is different for another %s', (_, object) => {
    expect(importIdOf('orders', objectCreated(object))).not.toBe(importIdOf('orders', objectCreated()));
  });

  it('depends on the ETag if the bucket keeps no versions', () => {
    const [first, second] = ['e1', 'e2'].map((etag) =>
      importIdOf('orders', objectCreated({ etag, 'version-id': undefined })),
    );
    expect(first).not.toBe(second);
  });

  it('does not depend on the ETag if the bucket keeps versions', () => {
    expect(importIdOf('orders', objectCreated({ etag: 'e2' }))).toBe(importIdOf('orders', objectCreated()));
  });
});
