// Names an operation by the page that holds it and its key there: a hash bucket and the month in which the event
// happened, so that a whole page grows old at once.

import { partitionOf, type SeenKey, seenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import type { SeenKeys } from '../../lambdas/forward/next-batch.ts';

/** What decides on an event's bucket: its own key, or whom it is about. */
export type BucketBy = 'key' | 'person';

export function pageKeys(by: BucketBy, buckets: number): SeenKeys {
  return (operation) => {
    const { kind, key, at } = operation.meta;
    const month = new Date(at * 1000).toISOString().slice(0, 7);
    return `${bucketOf(operation, by, buckets)}/${month}/${seenKey('secret', 'bench', kind, key)}` as SeenKey;
  };
}

/** By person, and as many buckets as a multiple of the partitions: then no two partitions share a page. */
export function bucketOf({ meta }: Operation, by: BucketBy, buckets: number): number {
  return partitionOf(meta[by], buckets);
}

export function splitPageKey(key: SeenKey): { readonly page: string; readonly entry: string } {
  const at = key.lastIndexOf('/');
  return { page: key.slice(0, at), entry: key.slice(at + 1) };
}
