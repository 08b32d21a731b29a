// Keys that a file gives to several people have the same outcome, in however many partitions and chunks these people are.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type FeedInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { importFile } from '../../builders/import-file.ts';
import { aWorld } from '../../builders/world.ts';
import { atDepth } from '../../depth.ts';
import { csv } from '../../integration/csv.ts';

const scans = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['visitor'] }],
  event: { column: 'gate' },
  time: { column: 'at' },
  key: [['ticket']],
  also: [{ name: 'left', when: { column: 'out' }, time: { column: 'out' }, key: [['ticket']] }],
  limits: { maxRejectShare: 1, maxKeyReused: 1_000 },
} satisfies FeedInput;

const START = Date.UTC(2025, 11, 20);
const HOUR = 3_600_000;
const iso = (hours: number) => new Date(START + hours * HOUR).toISOString();

interface Scan {
  readonly ticket: number;
  readonly visitor: number;
  readonly gate: string;
  readonly hour: number;
  readonly out: boolean;
}

const scan: fc.Arbitrary<Scan> = fc.record({
  ticket: fc.nat(3),
  visitor: fc.nat(6),
  gate: fc.constantFrom('north', 'north', 'south'),
  hour: fc.constantFrom(0, 1, 19, 20, 30, 45),
  out: fc.boolean(),
});

const print = ({ ticket, visitor, gate, hour, out }: Scan) =>
  `t${ticket},v${visitor},${gate},${iso(hour)},${out ? iso(hour) : ''}`;

/** Line and outcome of each row, by hand: the first event of a key counts. */
function expected(rows: readonly Scan[], reuse: 'reject' | undefined) {
  const firsts = new Map<string, Scan>();
  const judge = (event: string, row: Scan) => {
    const first = firsts.get(`${event} ${row.ticket}`);
    if (!first) {
      firsts.set(`${event} ${row.ticket}`, row);
      return 'sent';
    }
    const isFar = Math.abs(row.hour - first.hour) >= 20;
    const isOther = row.visitor !== first.visitor;
    if (isFar && (isOther || reuse)) return 'reused';
    return isOther || row.hour !== first.hour || row.out !== first.out ? 'conflict' : 'repeat';
  };
  const own = rows.map((row) => judge(row.gate, row));
  const further = rows.flatMap((row) => (row.out ? [judge('left', row)] : []));
  const count = (of: readonly string[], ...outcomes: string[]) =>
    of.filter((outcome) => outcomes.includes(outcome)).length;
  return {
    delivered: count(own, 'sent'),
    duplicate: count(own, 'repeat', 'conflict'),
    conflicts: count(own, 'conflict'),
    items: count([...own, ...further], 'sent'),
    rejected: own.flatMap((outcome, at) => (outcome === 'reused' ? [at + 2] : [])),
  };
}

async function drop(
  rows: readonly Scan[],
  feed: FeedInput,
  small: { chunkBytes: number; partitions: number },
) {
  const world = aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { scans: feed } }) });
  const body = csv('ticket,visitor,gate,at,out', ...rows.map(print));
  const imported = await importFile(world, 'incoming/scans/file.csv', body, small);
  if (!imported) throw new Error('the file started no import');
  return imported;
}

describe('events of several people with one key', () => {
  it.each([undefined, 'reject'] as const)(
    'have the outcome of the first event of the key in the file (keyReuse: %s)',
    async (keyReuse) => {
      const layout = fc.record({
        rows: fc.array(scan, { minLength: 1, maxLength: 12 }),
        chunkBytes: fc.constantFrom(1, 120, 1_000_000),
        partitions: fc.constantFrom(1, 2, 7),
      });
      await fc.assert(
        fc.asyncProperty(layout, async ({ rows, ...small }) => {
          const { report, items, returned } = await drop(
            rows,
            { ...scans, ...(keyReuse && { keyReuse }) },
            small,
          );
          const { outcomes, conflicts } = report;
          const rejects = parse(returned('rejects.csv') ?? '', { columns: true }) as Record<string, string>[];
          const own = rejects.filter(
            ({ _reject_reason: reason = '' }) => !reason.startsWith('Further event'),
          );
          const { rejected, items: sent, ...counts } = expected(rows, keyReuse);
          expect(report.unfinished).toBe(0);
          expect({ delivered: outcomes.delivered, duplicate: outcomes.duplicate, conflicts }).toEqual(counts);
          expect(outcomes.rejected).toBe(rejected.length);
          expect(own.map((row) => Number(row._reject_line))).toEqual(rejected);
          expect(items).toHaveLength(sent);
          expect(new Set(items.map((item) => ('id' in item ? item.id : ''))).size).toBe(sent);
        }),
        { numRuns: atDepth({ short: 25, full: 500 }) },
      );
    },
    120_000,
  );

  it('hold the import if they are 20 hours apart', async () => {
    const { limits: _, ...feed } = scans;
    const rows = [scanOf({ visitor: 1 }), scanOf({ visitor: 2, hour: 20 })];
    for (const partitions of [1, 2, 3, 5, 8]) {
      const { report, items } = await drop(rows, feed, { chunkBytes: 1, partitions });
      expect(report).toMatchObject({ state: 'held', reason: { code: 'key_reused' } });
      expect(report.reason?.message).toContain('line 3');
      expect(items).toEqual([]);
    }
  });
});

const scanOf = (change: Partial<Scan>): Scan => ({
  ...{ ticket: 1, visitor: 1, gate: 'north', hour: 0, out: false },
  ...change,
});
