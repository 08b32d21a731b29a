// A chunk's operations as one object: each partition's lie together, as gzip members (RFC 1952 lets them stand side by
// side), and where they lie is told. Forward fetches its own only: this is the map side of a shuffle.
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { partitionOf } from './keys.ts';
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

/** Lines are compressed whenever they fill this: they never lie in memory all at once. */
const PIECE_BYTES = 128 * 1024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

export interface MemberPacker {
  readonly add: (operation: Operation) => void;
  readonly pack: () => { readonly body: Buffer; readonly members: Member[] };
}

/** Sorts operations by partition, keeping their order within each. */
export function memberPacker(partitions: number): MemberPacker {
  const open = new Map<number, LinePacker>();
  return {
    add: (operation) => {
      const partition = partitionOf(operation.meta.person, partitions);
      const own = open.get(partition) ?? linePacker();
      open.set(partition, own);
      own.add(printOperation(operation));
    },
    pack: () => {
      const bodies: Buffer[] = [];
      const members: Member[] = [];
      let start = 0;
      for (const [partition, lines] of [...open].sort(([a], [b]) => a - b)) {
        const { body, count } = lines.pack();
        bodies.push(body);
        members.push({ partition, start, end: start + body.length, operations: count });
        start += body.length;
      }
      return { body: Buffer.concat(bodies), members };
    },
  };
}

type LinePacker = ReturnType<typeof linePacker>;

/** Written as bytes at once: strings that live on make V8's young generation grow to hundreds of megabytes. */
function linePacker() {
  const packed: Buffer[] = [];
  let piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let end = 0;
  let count = 0;
  const flush = () => {
    if (end > 0) packed.push(gzipSync(piece.subarray(0, end), { level: COMPRESSION_LEVEL }));
    end = 0;
  };
  return {
    add(line: string): void {
      const most = line.length * BYTES_PER_UNIT;
      if (end + most > piece.length) flush();
      if (most > piece.length) piece = Buffer.allocUnsafeSlow(most);
      end += piece.write(line, end);
      count++;
    },
    pack() {
      flush();
      return { body: Buffer.concat(packed), count };
    },
  };
}

/** A partition's operations, from the bytes that its member tells. */
export function unpackMember(member: Buffer): Operation[] {
  return gunzipSync(member).toString('utf8').split('\n').slice(0, -1).map(readOperation);
}
