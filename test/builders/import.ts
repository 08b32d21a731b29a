// Builders: imports. A test states only what it is about.
import type { ObjectCreated } from '../../lambdas/contracts/workflow.ts';
import { tallyOf } from '../../lambdas/domain/delivery/tally.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { PastImport } from '../../lambdas/domain/imports/past-import.ts';
import type { ActiveImport } from '../../lambdas/domain/imports/turn.ts';

type S3Object = ObjectCreated['detail']['object'];

/** The event of EventBridge for a dropped file. */
export function objectCreated(object: Partial<S3Object> = {}, time = '2026-01-01T09:30:05Z'): ObjectCreated {
  return {
    time,
    detail: {
      bucket: { name: 'imports' },
      object: { key: 'incoming/orders/january.csv', size: 1_000, etag: 'e1', 'version-id': 'v1', ...object },
    },
  };
}

export function anImport(change: Partial<ImportRecord> = {}): ImportRecord {
  return {
    importId: 'orders-20260101T093005-0a1b2c3d',
    feed: 'orders',
    kind: 'events',
    state: 'forwarding',
    execution: 'arn:aws:states:us-east-1:123456789012:execution:import:1',
    source: { bucket: 'imports', key: 'incoming/orders/january.csv', versionId: 'v1', bytes: 1_000 },
    arrivedAt: Date.UTC(2026, 0, 1, 9, 30, 5),
    registeredAt: Date.UTC(2026, 0, 1, 9, 30, 10),
    after: [],
    waitsUntil: Date.UTC(2026, 0, 1, 13, 30, 10),
    ...change,
  };
}

/** An import that waits for its turn. */
export function activeImport(change: Partial<ActiveImport> = {}): ActiveImport {
  return {
    importId: 'orders-1',
    feed: 'orders',
    kind: 'events',
    arrivedAt: 1_000,
    forwarding: false,
    after: [],
    waitsUntil: Date.UTC(2026, 0, 1),
    asksUntil: 0,
    ...change,
  };
}

/** An import that completed yesterday. */
export function aPastImport(change: Partial<PastImport> = {}): PastImport {
  const arrivedAt = Date.UTC(2025, 11, 31, 9, 30, 5);
  return {
    importId: 'orders-20251231T093005-0a1b2c3d',
    arrivedAt,
    endedAt: arrivedAt + 60_000,
    state: 'completed',
    rows: 100,
    outcomes: tallyOf({ delivered: 100 }).outcomes,
    columns: [{ name: 'id', kind: 'number' }],
    flows: {},
    ...change,
  };
}
