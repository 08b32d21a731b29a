import { beforeEach, describe, expect, it } from '@jest/globals';
import { type FeedsInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import {
  chunkFailureKey,
  chunkRejectsKey,
  chunkSummaryKey,
  operationsKey,
  planKey,
} from '../../../lambdas/contracts/object-keys.ts';
import { findEmailOnly } from '../../../lambdas/domain/findings/people.ts';
import { unpackMember } from '../../../lambdas/domain/operations/members.ts';
import { countedRows, firstLine, type Operation } from '../../../lambdas/domain/operations/operation.ts';
import { type Plan, PlanSchema } from '../../../lambdas/domain/plan.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { type ChunkSummary, ChunkSummarySchema } from '../../../lambdas/domain/profile/chunk-summary.ts';
import { validateChunk } from '../../../lambdas/validate/validate-chunk.ts';
import type { SmallPlan } from '../../builders/smaller-plan.ts';
import { aWorld, drop, validateAll, type World } from '../../builders/world.ts';
import { csv, rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const validate = async (feed: string, body: string, small?: SmallPlan) =>
  validateAll(world, await drop(world, `incoming/${feed}/file.csv`, body), small);
const planOf = (importId: string): Plan =>
  PlanSchema.parse(JSON.parse(world.objects.text(planKey(importId))));
const summaryOf = (importId: string, chunk: number) =>
  ChunkSummarySchema.parse(
    JSON.parse(world.objects.text(chunkSummaryKey(importId, planOf(importId), chunk))),
  ) as ChunkSummary;
const rejectsOf = (importId: string, chunk = 0) =>
  world.objects.text(chunkRejectsKey(importId, planOf(importId), chunk));

/** Operations of a chunk by partition, as Forward reads them. */
async function operationsOf(importId: string, chunk: number): Promise<Map<number, Operation[]>> {
  const { members } = summaryOf(importId, chunk);
  const read = members.map(async ({ partition, start, end }) => {
    const member = await world.objects.read(
      { key: operationsKey(importId, planOf(importId), chunk) },
      { start, end },
    );
    return [partition, unpackMember(member)] as const;
  });
  return new Map(await Promise.all(read));
}

describe('a chunk', () => {
  it('becomes operations with the lines of their rows', async () => {
    const importId = await validate(
      'people',
      csv('id,email,plan', 'ann,a@x.io,pro', 'bob,"b@x.io","two\nlines"', 'cy,,'),
    );
    const [operations = []] = (await operationsOf(importId, 0)).values();
    expect(operations.map(({ meta }) => [firstLine(meta), countedRows(meta)])).toEqual([
      [2, 1],
      [3, 1],
      [5, 1],
    ]);
    expect(JSON.parse(operations[1]?.item ?? '')).toMatchObject({
      type: 'person',
      action: 'identify',
      identifiers: { id: 'bob' },
      attributes: { email: 'b@x.io', plan: 'two\nlines' },
    });
  });

  it('counts its rows, operations, rejects and events', async () => {
    const header = 'customer_id,event_name,timestamp,event_id';
    const at = '2025-12-31T10:00:00Z';
    const importId = await validate(
      'events',
      csv(
        header,
        `a,visit,${at},1`,
        `a,visit,${at},2`,
        `b,order,${at},3`,
        `,order,${at},4`,
        'c,order,,5',
        'c,order,,6',
      ),
    );
    expect(summaryOf(importId, 0).statistics).toEqual({
      rows: 6,
      operations: 3,
      bytes: expect.any(Number),
      keptBack: [],
      rejects: { no_identifier: 1, missing_time: 2 },
      rejectExamples: {
        no_identifier: [{ line: 5, column: 'customer_id', shape: '' }],
        missing_time: [6, 7].map((line) => ({ line, column: 'timestamp', shape: '' })),
      },
      events: { visit: 2, order: 1 },
    });
  });

  it('returns rejected rows unchanged, with line, reason and fix', async () => {
    const importId = await validate(
      'people',
      csv('id,email,note', 'ann,a@x.io,fine', ',not-an-address,"a ""quoted"", note"'),
    );
    expect(rejectsOf(importId)).toMatch(/^,not-an-address,"a ""quoted"", note",3,invalid_email,email,.*\n$/);
  });

  it('makes one event from an order with several line items, and rejects an order as a whole', async () => {
    const header = 'Name,Email,Created at,Total,Financial Status,Id,Lineitem name';
    const importId = await validate(
      'shopify-orders',
      csv(
        header,
        '#1,a@x.io,2025-12-30 10:00:00 -0500,9.50,paid,101,Shirt',
        '#1,,,,,,Hat',
        '#2,b@x.io,yesterday,9.50,paid,102,Shirt',
        '#2,,,,,,Hat',
        '#2,,,,,,Sock',
      ),
    );
    const [operations = []] = (await operationsOf(importId, 0)).values();
    expect(operations.map(({ meta }) => [firstLine(meta), countedRows(meta)])).toEqual([[2, 2]]);
    expect(JSON.parse(operations[0]?.item ?? '').attributes.items).toEqual([
      { name: 'Shirt' },
      { name: 'Hat' },
    ]);
    expect(summaryOf(importId, 0).statistics).toMatchObject({ rows: 5, rejects: { invalid_time: 3 } });
    expect(rejectsOf(importId).trim().split('\n')).toHaveLength(3);
  });

  it('counts by their identifiers the rows of orders, not the orders', async () => {
    const importId = await validate(
      'shopify-orders',
      csv(
        'Name,Email,Created at,Total,Financial Status,Id,Lineitem name',
        '#1,a@x.io,2025-12-30 10:00:00 -0500,9.50,paid,101,Shirt',
        '#1,,,,,,Hat',
        '#1,,,,,,Sock',
        '#2,b@x.io,2025-12-30 11:00:00 -0500,9.50,paid,102,Shirt',
      ),
    );
    const { identifiers } = summaryOf(importId, 0).profile;
    expect(identifiers).toEqual({ email: [4, 2, 5] });
    expect(findEmailOnly({ identifiers }).map(({ rows: found, message }) => [found, message])).toEqual([
      [4, expect.stringContaining('4 of 4 rows have no identifier except an e-mail address (100 %).')],
    ]);
  });

  it('rejects only a damaged line, and maps the rows around it', async () => {
    const importId = await validate('people', csv('id,email', 'ann,a@x.io', 'bob,"b"@x.io', 'cy,c@x.io'));
    expect(summaryOf(importId, 0).statistics).toMatchObject({
      rows: 3,
      operations: 2,
      rejects: { broken_quotes: 1 },
    });
  });

  it('skips and counts rows of only delimiters, and never opens a quoted cell', async () => {
    const importId = await validate(
      'people',
      csv(
        'id,email,plan',
        'ann,a@x.io,pro',
        ',,',
        ' ,"",',
        'bob,b@x.io,"one\neve,e@x.io,pro\nend",more',
        ',,,,',
        'cy,,',
      ),
    );
    expect(summaryOf(importId, 0).statistics).toMatchObject({
      rows: 3,
      blank: [3, 3, 4, 8],
      operations: 2,
      rejects: { column_count: 1 },
    });
  });

  it('keeps the rows of an order together if a blank row is between them', async () => {
    const importId = await validate(
      'shopify-orders',
      csv(
        'Name,Email,Created at,Total,Financial Status,Id,Lineitem name',
        '#7,a@x.io,2025-12-30 10:00:00 -0500,9.50,paid,107,Shirt',
        ',,,,,,',
        '#7,,,,,,Hat',
      ),
    );
    const { rows: read, blank, rejects } = summaryOf(importId, 0).statistics;
    expect([read, blank, rejects]).toEqual([2, [1, 3], {}]);
  });

  it('fails the chunk if one quote costs more than 1,000 lines', async () => {
    const people = Array.from({ length: 1_001 }, (_, n) => `p${n},,pro`);
    const reading = validate('people', csv('id,email,plan', 'ann,"a@x.io,pro', ...people));
    await expect(reading).rejects.toMatchObject({ code: 'unclear_quotes' });
  });

  it('can contain only rejects', async () => {
    const importId = await validate('people', csv('id,email', ',nobody'));
    expect(summaryOf(importId, 0)).toMatchObject({ statistics: { rows: 1, operations: 0 }, members: [] });
  });
});

describe('chunks of one file', () => {
  const lines = rows(60, (n) => (n % 10 === 0 ? ',bad' : `c${n % 7},c${n % 7}@x.io`));
  const small = { chunkBytes: 100, partitions: 4 };

  it('contain every row once, with its line in the file', async () => {
    const importId = await validate('people', csv('id,email', ...lines), small);
    const chunks = planOf(importId).chunks.map(({ n }) => n);
    expect(chunks.length).toBeGreaterThan(5);
    const seen: number[] = [];
    for (const chunk of chunks) {
      for (const operations of (await operationsOf(importId, chunk)).values())
        seen.push(...operations.map(({ meta }) => firstLine(meta)));
      for (const line of rejectsOf(importId, chunk).split('\n').slice(0, -1))
        seen.push(Number(line.split(',')[2]));
    }
    expect(seen.sort((a, b) => a - b)).toEqual(lines.map((_, index) => index + 2));
    const counted = chunks.reduce((sum, chunk) => sum + summaryOf(importId, chunk).statistics.rows, 0);
    expect(counted).toBe(60);
  });

  it('put a person into the same partition in every chunk', async () => {
    const importId = await validate('people', csv('id,email', ...lines), small);
    const partitions = new Map<string, Set<number>>();
    for (const { n } of planOf(importId).chunks) {
      for (const [partition, operations] of await operationsOf(importId, n)) {
        for (const { meta } of operations) {
          partitions.set(meta.person, new Set([...(partitions.get(meta.person) ?? []), partition]));
        }
      }
    }
    expect([...partitions.values()].map(({ size }) => size)).toEqual(Array(7).fill(1));
    expect(new Set([...partitions.values()].flatMap((one) => [...one])).size).toBeGreaterThan(1);
  });
});

describe('a second run', () => {
  it('writes the same bytes, so that a retry changes nothing', async () => {
    const body = csv('id,email', ...rows(20, (n) => `c${n},c${n}@x.io`), ',bad');
    const importId = await validate('people', body, { partitions: 3 });
    const read = async () =>
      Promise.all(
        [operationsKey, chunkRejectsKey, chunkSummaryKey].map((key) =>
          world.objects.read({ key: key(importId, planOf(importId), 0) }),
        ),
      );
    const first = await read();
    world.clock.advance(3_600);
    for (const chunk of planOf(importId).chunks) await validateChunk({ importId, chunk }, world, world.feeds);
    expect(await read()).toEqual(first);
  });
});

describe('a file that is gone', () => {
  it('fails the chunk, and writes the reason for Report', async () => {
    const importId = await validate('people', csv('id,email', 'ann,a@x.io'));
    const plan = planOf(importId);
    await world.objects.write(
      planKey(importId),
      JSON.stringify({ ...plan, parts: plan.parts.map((part) => ({ ...part, key: 'gone' })) }),
    );
    const [chunk] = plan.chunks;
    if (!chunk) throw new Error('no chunk');
    await expect(validateChunk({ importId, chunk }, world, world.feeds)).rejects.toMatchObject({
      code: 'object_gone',
    });
    expect(JSON.parse(world.objects.text(chunkFailureKey(importId)))).toMatchObject({
      code: 'object_gone',
      execution: 'execution-1',
    });
  });
});

describe('a feed that a deployment changed since Split', () => {
  const since = (feeds: FeedsInput['feeds']) => FeedsSchema.parse({ workspace: 'main', feeds });
  it.each([
    ['changed', since({ people: { ...people, columns: { plan: { as: 'tier' } } } })],
    ['gone', since({ leads: people })],
  ])('fails the chunk: %s', async (_, feeds) => {
    const importId = await validate('people', csv('id,email', 'ann,a@x.io'));
    const [chunk] = planOf(importId).chunks;
    if (!chunk) throw new Error('no chunk');
    const failed = { code: 'feed_changed', message: expect.stringMatching(/redrive/i) };
    await expect(validateChunk({ importId, chunk }, world, feeds)).rejects.toMatchObject(failed);
    expect(JSON.parse(world.objects.text(chunkFailureKey(importId)))).toMatchObject(failed);
  });
});
