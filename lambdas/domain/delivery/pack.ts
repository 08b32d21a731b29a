// Packs items into batches by bytes and count. Customer.io declines a batch of more than 500 KB as a whole (OpenAPI, "v2
// API limits"). It does not say how many bytes a kilobyte has, and it has no limit for the count.
import type { Operation } from '../operations/operation.ts';

export const BATCH_LIMIT_BYTES = 450_000;
/** The bytes fill a batch first, unless items have less than 300 bytes. It keeps the answer to a batch small. */
export const BATCH_LIMIT_ITEMS = 1_500;

const OPENING = '{"batch":[';
const CLOSING = ']}';
const FRAME_BYTES = OPENING.length + CLOSING.length;

/** A batch to which operations are added until it is full. */
export interface Batch<Packed extends Operation = Operation> {
  readonly operations: Packed[];
  /** Bytes of the body so far. */
  bytes: number;
}

export function emptyBatch<Packed extends Operation = Operation>(): Batch<Packed> {
  return { operations: [], bytes: FRAME_BYTES };
}

/** Adds operations that belong together. @returns false if they do not all fit: then it adds none of them. */
export function addTogether<Packed extends Operation>(
  batch: Batch<Packed>,
  operations: readonly Packed[],
): boolean {
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
