// The operations of a chunk as one object, sorted by partition. Those of each partition are compressed by themselves, so
// that Forward reads only its partition. This is the map side of a shuffle.
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { type Compress, uncompressed } from './compression.ts';
import { partitionOf } from './keys.ts';
import { type Operation, printOperation, readOperation } from './operation.ts';

/** A range of bytes, `[start, end)` in the object, and the number of operations in it. */
export const MemberSchema = z.object({
  partition: z.number().int(),
  start: z.number().int(),
  end: z.number().int(),
  operations: z.number().int(),
  /** Checksum of these bytes. Absent before 2026-12. */
  crc32: z.number().int().optional(),
});
export type Member = Readonly<z.infer<typeof MemberSchema>>;

/** Lines are compressed when they fill this, so that memory never holds all of them. */
const PIECE_BYTES = 128 * 1024;
/** UTF-8 has at most three bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;

export interface MemberPacker {
  readonly add: (operation: Operation) => void;
  readonly pack: () => { readonly body: Buffer; readonly members: Member[] };
}

/** Sorts operations by partition and keeps their order in each. */
export function memberPacker(partitions: number, compress: Compress): MemberPacker {
  const open = new Map<number, LinePacker>();
  return {
    add: (operation) => {
      const partition = partitionOf(operation.meta.person, partitions);
      const own = open.get(partition) ?? linePacker(compress);
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
        members.push({
          ...{ partition, start, end: start + body.length, operations: count },
          crc32: crc32(body),
        });
        start += body.length;
      }
      return { body: Buffer.concat(bodies), members };
    },
  };
}

type LinePacker = ReturnType<typeof linePacker>;

/** Writes lines as bytes immediately: strings that are kept make V8's young generation grow to hundreds of megabytes. */
function linePacker(compress: Compress) {
  const packed: Buffer[] = [];
  let piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let end = 0;
  let count = 0;
  const flush = () => {
    if (end > 0) packed.push(compress(piece.subarray(0, end)));
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

/**
 * Whether the bytes are those that the member describes. Two runs of Validate for the same chunk, of which one outlived its
 * call, can be of two versions of the code: then the bytes of the one can be stored with the summary of the other.
 */
export function isIntact(bytes: Buffer, { crc32: expected }: Pick<Member, 'crc32'>): boolean {
  return expected === undefined || crc32(bytes) === expected;
}

/** @param member the bytes of the range that a member names. */
export function unpackMember(member: Buffer): Operation[] {
  return uncompressed(member).toString('utf8').split('\n').slice(0, -1).map(readOperation);
}
