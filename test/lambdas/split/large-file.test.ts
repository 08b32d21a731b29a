// The byte offsets at which a file is cut.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Chunk } from '../../../lambdas/contracts/workflow.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { aWorld, drop, FEEDS } from '../../builders/world.ts';

const MEBIBYTE = 1024 * 1024;

async function chunksOf(key: string, body: Buffer): Promise<readonly Chunk[]> {
  const world = aWorld();
  const output = await splitImport(await drop(world, key, body), world, {
    feeds: FEEDS,
    partitionsAtOnce: 5,
  });
  return 'chunks' in output ? output.chunks : [];
}

const linesBefore = (body: Buffer, end: number) =>
  body.subarray(0, end).toString('latin1').split('\n').length;

describe('a large file', () => {
  /** 20 MiB; every third row has a cell of two lines. */
  const header = 'id,note\n';
  const rows = Buffer.from(`1,plain\n2,"two\nlines"\n3,"say ""hi"", will you"\n`);
  const body = Buffer.concat([
    Buffer.from(header),
    Buffer.alloc(Math.floor((20 * MEBIBYTE) / rows.length) * rows.length, rows),
  ]);
  let chunks: readonly Chunk[];
  beforeAll(async () => {
    chunks = await chunksOf('incoming/people/large.csv', body);
  });

  it('is cut into chunks of about 8 MiB, without a gap or an overlap', () => {
    expect(chunks.map(({ n }) => n)).toEqual([0, 1, 2]);
    const edges = chunks.flatMap(({ start, end }) => [start, end]);
    expect(edges).toEqual([header.length, edges[1], edges[1], edges[3], edges[3], body.length]);
    for (const { start, end } of chunks.slice(0, -1)) expect((end - start) / MEBIBYTE).toBeCloseTo(8, 3);
  });

  it('is cut between records only, and each chunk has the number of its first line', () => {
    for (const { start, firstLine } of chunks) {
      expect(body.subarray(start, start + 3).toString()).toMatch(/^[123],./);
      expect(firstLine).toBe(linesBefore(body, start));
    }
  });
});

describe('a large file of groups', () => {
  /** Orders of 1 to 7 rows each. Padding does not change the name of an order. */
  const orders: string[] = ['Name,Email,Created at,Total,Financial Status,Lineitem name\n'];
  for (let n = 1, bytes = 0; bytes < 17 * MEBIBYTE; n++) {
    const head = `#${n},a${n}@x.io,2025-12-31 10:00:00 -0500,9.50,paid,${'first item '.repeat(9)}\n`;
    const more = (name: string) => `${name},,,,,${'another item '.repeat(8)}\n`;
    const names = [`#${n} `, `#${n}`, ` #${n}`, `#${n}`, `#${n}  `, `#${n}`];
    const order =
      head +
      names
        .slice(0, n % 7)
        .map(more)
        .join('');
    orders.push(order);
    bytes += order.length;
  }
  const body = Buffer.from(orders.join(''));

  it('is never cut within an order', async () => {
    const chunks = await chunksOf('incoming/shopify-orders/large.csv', body);
    expect(chunks).toHaveLength(3);
    for (const { start } of chunks) expect(body.subarray(start, start + 60).toString()).toContain('@x.io');
  });
});
