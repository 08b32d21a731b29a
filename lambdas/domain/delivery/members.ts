// A chunk's operations as one object: a gzip member per partition (RFC 1952 lets members stand side by side),
// and where each member lies. Forward fetches its own members only: this is the map side of a shuffle.
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { partitionOf } from '../identity/event-key.ts';
import { type Operation, printOperation, readOperation } from './operation.ts';

/** `[start, end)` in bytes of the object, and the operations within. */
export const MemberSchema = z.object({
  partition: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  operations: z.number().int(),
});
export type Member = Readonly<z.infer<typeof MemberSchema>>;

/** Speed matters more than size here: the object lives for minutes. */
const COMPRESSION_LEVEL = 1;

/** Sorts operations by partition, keeping their order within each. */
export function packMembers(
  operations: readonly Operation[],
  partitions: number,
): { body: Buffer; members: Member[] } {
  const lines = new Map<number, string[]>();
  for (const operation of operations) {
    const partition = partitionOf(operation.meta.person, partitions);
    const own = lines.get(partition);
    if (own) own.push(printOperation(operation));
    else lines.set(partition, [printOperation(operation)]);
  }
  const pieces: Buffer[] = [];
  const members: Member[] = [];
  let start = 0;
  for (const [partition, own] of [...lines].sort(([a], [b]) => a - b)) {
    const piece = gzipSync(own.join(''), { level: COMPRESSION_LEVEL });
    pieces.push(piece);
    members.push({ partition, start, end: start + piece.length, operations: own.length });
    start += piece.length;
  }
  return { body: Buffer.concat(pieces), members };
}

/** The operations of one member. */
export function unpackMember(member: Buffer): Operation[] {
  return gunzipSync(member).toString('utf8').split('\n').slice(0, -1).map(readOperation);
}
