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

/** Lines become bytes this often: many small strings cost several times the memory of their text. */
const TEXT_CHARACTERS = 64 * 1024;

export interface MemberPacker {
  readonly add: (operation: Operation) => void;
  readonly pack: () => { readonly body: Buffer; readonly members: Member[] };
}

/** Sorts operations by partition, keeping their order within each. */
export function memberPacker(partitions: number): MemberPacker {
  const open = new Map<number, { text: string; pieces: Buffer[]; operations: number }>();
  return {
    add: (operation) => {
      const partition = partitionOf(operation.meta.person, partitions);
      const own = open.get(partition) ?? { text: '', pieces: [], operations: 0 };
      open.set(partition, own);
      own.text += printOperation(operation);
      own.operations++;
      if (own.text.length < TEXT_CHARACTERS) return;
      own.pieces.push(Buffer.from(own.text));
      own.text = '';
    },
    pack: () => {
      const bodies: Buffer[] = [];
      const members: Member[] = [];
      let start = 0;
      for (const [partition, { text, pieces, operations }] of [...open].sort(([a], [b]) => a - b)) {
        const body = gzipSync(Buffer.concat([...pieces, Buffer.from(text)]), { level: COMPRESSION_LEVEL });
        bodies.push(body);
        members.push({ partition, start, end: start + body.length, operations });
        start += body.length;
      }
      return { body: Buffer.concat(bodies), members };
    },
  };
}

/** The operations of one member. */
export function unpackMember(member: Buffer): Operation[] {
  return gunzipSync(member).toString('utf8').split('\n').slice(0, -1).map(readOperation);
}
