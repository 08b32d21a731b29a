import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { importRecordOf } from '../../../../lambdas/domain/imports/import-record.ts';
import { objectCreated } from '../../../builders/import.ts';
import { cases } from '../../../depth.ts';

const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    companies: { kind: 'objects', objectTypeId: '1', objectId: { column: 'id' } },
    customers: {
      kind: 'people',
      identifiers: [{ as: 'id', columns: ['id'] }],
      after: ['companies'],
      waitAtMost: '30m',
    },
  },
});
const recordOf = (key: string) => importRecordOf(objectCreated({ key }), 'arn:execution', FEEDS, 1_000);

describe('importRecordOf', () => {
  it('has the file, its time of arrival and its execution', () => {
    expect(recordOf('incoming/customers/a.csv')).toEqual({
      importId: expect.stringMatching(/^customers-20260101T093005-[0-9a-f]{8}$/),
      feed: 'customers',
      kind: 'people',
      state: 'splitting',
      execution: 'arn:execution',
      source: { bucket: 'imports', key: 'incoming/customers/a.csv', versionId: 'v1', bytes: 1_000 },
      arrivedAt: Date.UTC(2026, 0, 1, 9, 30, 5),
      registeredAt: 1_000,
      after: ['companies'],
      waitsUntil: 1_000 + 30 * 60 * 1000,
    });
  });

  it('has no version if the bucket keeps none', () => {
    const event = objectCreated({ 'version-id': undefined });
    expect(importRecordOf(event, 'arn:execution', FEEDS, 1_000).source).not.toHaveProperty('versionId');
  });

  it.each([
    ['incoming/Kunden & Co/a.csv', 'kunden-co'],
    ['incoming/../a.csv', 'unknown'],
    ['incoming/a.csv', 'unknown'],
    ['elsewhere/a.csv', 'unknown'],
    ['incoming/constructor/a.csv', 'constructor'],
    ['incoming/__proto__/a.csv', 'proto'],
  ])('is made for a file of an unknown feed too: %s', (key, feed) => {
    expect(recordOf(key)).toMatchObject({
      feed,
      kind: 'events',
      after: [],
      waitsUntil: 1_000 + 4 * 3600 * 1000,
    });
  });

  it('has a feed name that is valid in ids and keys, for any folder', () => {
    const folder = fc.string({
      unit: fc.oneof(fc.constantFrom('a', 'Z', '-', ' ', '.', 'é'), fc.string()),
      maxLength: 60,
    });
    fc.assert(
      fc.property(folder, (name) => {
        const { feed } = recordOf(`incoming/${name}/a.csv`);
        expect(feed).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
      }),
      cases(1_000),
    );
  });
});
