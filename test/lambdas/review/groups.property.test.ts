// Whatever is wrong with rows of groups, each group is delivered whole or rejected whole, and the rows add up.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { EventItem } from '../../../lambdas/domain/operations/item.ts';
import { importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';
import { cases } from '../../depth.ts';
import { csv } from '../../integration/csv.ts';

const baskets = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['buyer'] }],
  event: { name: 'basket_bought' },
  time: { column: 'at' },
  key: [['basket']],
  groupBy: { column: 'basket', items: { as: 'goods', columns: { good: {}, pieces: { type: 'integer' } } } },
  limits: { maxRejectShare: 1 },
} satisfies FeedInput;

const FEEDS = FeedsSchema.parse({ workspace: 'main', feeds: { baskets } });
const HEADER = 'pieces,basket,buyer,at,good';

/** What is wrong with a row. Only the last makes the name of its group unreadable. */
const FAULTS = {
  none: (row: Row) => print(row),
  bad_cell: (row: Row) => print(row, { pieces: 'two' }),
  quotes: (row: Row) => print(row, { pieces: '"1"x' }),
  wide: (row: Row) => `${print(row)},more`,
  shifted: (row: Row) => `0,${print(row)}`,
  nul: (row: Row) => print(row, { pieces: '1\0' }),
  lost: (row: Row) => print(row, { pieces: '\ufffd' }),
  stranger: (row: Row) => print(row, { buyer: 'stranger' }),
  no_name: (row: Row) => print(row, { basket: '\ufffd' }),
} as const;

interface Row {
  readonly basket: number;
  readonly good: string;
}

function print(
  { basket, good }: Row,
  cells: { pieces?: string; basket?: string; buyer?: string } = {},
): string {
  const { pieces = '1', basket: name = `b${basket}`, buyer = `u${basket}` } = cells;
  return `${pieces},${name},${buyer},2025-12-30T10:00:00Z,${good}`;
}

type Fault = keyof typeof FAULTS;
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { arbitrary: fc.constant<Fault>('none'), weight: 12 },
  { arbitrary: fc.constantFrom(...(Object.keys(FAULTS) as Fault[])), weight: 1 },
);
const file = fc.record({
  /** Rows of each group, each with its fault. */
  groups: fc.array(fc.array(fault, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
  /** Rows that are moved: from and to. */
  moves: fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 2 }),
  chunkBytes: fc.constantFrom(1, 90, 200, 1_000_000),
  partitions: fc.constantFrom(1, 2),
});

interface Line {
  readonly row: Row;
  readonly fault: Fault;
}

function linesOf({ groups, moves }: { groups: Fault[][]; moves: [number, number][] }): Line[] {
  // No one can say where a row without a name belongs if it is not next to its group.
  const possible = (fault: Fault) => (moves.length > 0 && fault === 'no_name' ? 'none' : fault);
  const lines = groups.flatMap((faults, basket) =>
    faults.map((fault, n) => ({ row: { basket, good: `g${basket}-${n}` }, fault: possible(fault) })),
  );
  for (const [from, to] of moves) {
    const [moved] = lines.splice(from % lines.length, 1);
    if (moved) lines.splice(to % (lines.length + 1), 0, moved);
  }
  return lines;
}

/** Groups without a fault, whose rows are together, and that no row touches that could be their own. */
function soundGroups(lines: readonly Line[]): number[] {
  const baskets = [...new Set(lines.map(({ row }) => row.basket))];
  return baskets.filter((basket) => {
    const own = lines.flatMap(({ row }, at) => (row.basket === basket ? [at] : []));
    const [first = 0, last = 0] = [own[0], own.at(-1)];
    return (
      last - first + 1 === own.length &&
      own.every((at) => lines[at]?.fault === 'none') &&
      !isNameless(lines, first, -1) &&
      !isNameless(lines, last, 1)
    );
  });
}

function isNameless(lines: readonly Line[], from: number, step: number): boolean {
  return lines[from + step]?.fault === 'no_name';
}

describe('each group of rows', () => {
  it('is delivered whole or rejected whole, and every row is in one place', async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ groups, moves, chunkBytes, partitions }) => {
        const lines = linesOf({ groups, moves });
        const world = aWorld({ feeds: FEEDS });
        const body = csv(HEADER, ...lines.map(({ row, fault }) => FAULTS[fault](row)));
        const small = { chunkBytes, partitions, groupBy: 'basket' };
        const imported = await importFile(world, 'incoming/baskets/file.csv', body, small);
        if (!imported) throw new Error('the file started no import');
        const { report, items, returned } = imported;
        const sent = (items as readonly EventItem[]).flatMap(({ attributes }) =>
          (attributes.goods as { good: string }[]).map(({ good }) => good),
        );
        const rejected = (
          parse(returned('rejects.csv') ?? '', { columns: true, relax_column_count: true }) as Record<
            string,
            string
          >[]
        ).map((row) => Number(row._reject_line) - 2);
        expect(report.unfinished).toBe(0);
        expect(report.outcomes).toMatchObject({ delivered: sent.length, rejected: rejected.length });
        expect(rejected).toEqual([...new Set(rejected)].sort((a, b) => a - b));
        const inOnePlace = [...sent, ...rejected.map((at) => lines[at]?.row.good)].sort();
        expect(inOnePlace).toEqual(lines.map(({ row }) => row.good).sort());
        for (const basket of new Set(lines.map(({ row }) => row.basket))) {
          const goods = lines.filter(({ row }) => row.basket === basket).map(({ row }) => row.good);
          expect([0, goods.length]).toContain(goods.filter((good) => sent.includes(good)).length);
        }
        for (const basket of soundGroups(lines)) expect(sent).toContain(`g${basket}-0`);
      }),
      cases(1_000),
    );
  }, 120_000);
});
