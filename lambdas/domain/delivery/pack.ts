// Packs items into batches by bytes and count. Customer.io refuses a batch of more than 500 KB as a whole
// (OpenAPI, "v2 API limits"), does not say what a kilobyte is, and states no count.
import type { Operation } from '../operations/operation.ts';

export const BATCH_LIMIT_BYTES = 450_000;
/** So many that bytes fill a batch, of items as short as 300 of them; the answer to a batch stays a small one. */
export const BATCH_LIMIT_ITEMS = 1_500;

const OPENING = '{"batch":[';
const CLOSING = ']}';
const FRAME_BYTES = OPENING.length + CLOSING.length;

/** A batch that takes operations until it is full. */
export interface Batch {
  readonly operations: Operation[];
  /** Bytes of the body so far. */
  bytes: number;
}

export function emptyBatch(): Batch {
  return { operations: [], bytes: FRAME_BYTES };
}

/** Adds operations that belong together; false, and nothing added, where they do not all fit. */
export function addTogether(batch: Batch, operations: readonly Operation[]): boolean {
  const bytes = operations.reduce((sum, { item }) => sum + Buffer.byteLength(item) + 1, 0);
  const fits =
    batch.bytes + bytes <= BATCH_LIMIT_BYTES &&
    batch.operations.length + operations.length <= BATCH_LIMIT_ITEMS;
  if (!fits) return false;
  batch.operations.push(...operations);
  batch.bytes += bytes;
  return true;
}

/** The body of a batch request. */
export function printBatch(operations: readonly Operation[]): string {
  return OPENING + operations.map(({ item }) => item).join(',') + CLOSING;
}
