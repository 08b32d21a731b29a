// No row is lost, invented or merged: every row has a mark, and each mark is delivered once or rejected once. What is
// expected follows from what was written, and not from any code that reads CSV.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { OUTCOMES } from '../../lambdas/contracts/report.ts';
import { atDepth } from '../depth.ts';
import { drop, pipelineOf } from './dropped.ts';

const identifiers: { as: 'id'; columns: string[] }[] = [{ as: 'id', columns: ['who'] }];
const events = {
  kind: 'events',
  identifiers,
  event: { name: 'seen' },
  time: { column: 'at' },
  key: [['no']],
  columns: { amount: { type: 'integer' } },
  also: [{ name: 'left', when: { column: 'out' }, time: { column: 'at' }, key: [['no']] }],
} satisfies FeedInput;
/** Each sends the mark of a row in an attribute, and `amount` must be a whole number. */
const FEEDS = {
  people: { kind: 'people', identifiers, columns: { amount: { type: 'integer' } } },
  events,
  views: { ...events, key: [], also: [] },
  objects: {
    kind: 'objects',
    objectTypeId: '1',
    objectId: { column: 'who' },
    columns: { amount: { type: 'integer' } },
  },
  relationships: {
    kind: 'relationships',
    identifiers,
    objectTypeId: '1',
    objectId: { column: 'no' },
    columns: { amount: { type: 'integer' } },
  },
  groups: {
    ...events,
    groupBy: { column: 'no', items: { as: 'items', columns: { mark: {}, amount: { type: 'integer' } } } },
  },
} satisfies Record<string, FeedInput>;

const HEADER = ['who', 'no', 'at', 'amount', 'mark', 'text', 'out'];
const TEXTS = [
  'plain',
  'a,b;c',
  'line\nend',
  'say "hi"',
  '"',
  ' padded ',
  "5' x",
  'é ü 名',
  '=1+1',
  'x9,1,x,1,m9z,y,',
];

/** How a row is written. Those after the first have a fault. */
const WRITTEN = {
  sound: (cells: string[]) => cells.map(quote),
  all_quoted: (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`),
  bad_amount: (cells: string[]) => cells.map((cell, at) => quote(at === 3 ? 'many' : cell)),
  too_many: (cells: string[]) => [...cells.map(quote), 'more'],
  too_few: (cells: string[]) => cells.slice(0, -1).map(quote),
  no_person: (cells: string[]) => cells.map((cell, at) => quote(at === 0 ? '' : cell)),
  placeholder: (cells: string[]) => cells.map((cell, at) => quote(at === 0 ? '#N/A' : cell)),
  nul: (cells: string[]) => cells.map((cell, at) => quote(at === 5 ? 'a\0b' : cell)),
  quote_within: (cells: string[]) => cells.map((cell, at) => (at === 5 ? '"a"b' : quote(cell))),
  escaped: (cells: string[]) => cells.map((cell, at) => (at === 5 ? '"a\\"b"' : quote(cell))),
} as const;
type Way = keyof typeof WRITTEN;

const quote = (cell: string) =>
  /[",;\n]/.test(cell) || cell.trim() !== cell ? `"${cell.replaceAll('"', '""')}"` : cell;

const file = fc.record({
  feed: fc.constantFrom(...(Object.keys(FEEDS) as (keyof typeof FEEDS)[])),
  delimiter: fc.constantFrom(',', ';'),
  newline: fc.constantFrom('\n', '\r\n'),
  rows: fc.array(
    fc.record({
      way: fc.oneof(
        { arbitrary: fc.constantFrom<Way>('sound', 'all_quoted'), weight: 3 },
        { arbitrary: fc.constantFrom(...(Object.keys(WRITTEN) as Way[])), weight: 1 },
      ),
      text: fc.constantFrom(...TEXTS),
      out: fc.boolean(),
      blankAfter: fc.boolean(),
      joins: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  ),
  chunkBytes: fc.constantFrom(1, 150, 1_000_000),
  partitions: fc.constantFrom(1, 4),
});

/** All marks of a text, such as `m7z`. The texts of cells have one that no row has. */
const marksIn = (text: string) => (text.match(/\bm\d+z\b/g) ?? []).filter((mark) => mark !== 'm9z');

describe('every row of a file', () => {
  it('is delivered once or rejected once, and nothing else is', async () => {
    await fc.assert(
      fc.asyncProperty(file, async ({ feed, delimiter, newline, rows, chunkBytes, partitions }) => {
        let group = 0;
        const lines = rows.flatMap(({ way, text, out, blankAfter, joins }, n) => {
          if (feed !== 'groups' || !joins) group = n;
          const cells = [`w${group}`, `n${group}`, '1767000000', '1', `m${100 + n}z`, text, out ? 'yes' : ''];
          const written = WRITTEN[way](cells).join(delimiter);
          return blankAfter ? [written, delimiter.repeat(HEADER.length - 1)] : [written];
        });
        const body = [HEADER.join(delimiter), ...lines].map((line) => line + newline).join('');
        const small = { chunkBytes, partitions, ...(feed === 'groups' && { groupBy: 'no' }) };
        const world = pipelineOf({ feed: { ...FEEDS[feed], limits: { maxKeyReused: 99 } } });
        const { report, sent, rejects } = await drop(world, 'feed/file.csv', body, small);

        const further = sent.filter((item) => 'name' in item && item.name === 'left');
        const delivered = marksIn(JSON.stringify(sent.filter((item) => !further.includes(item))));
        const rejected = marksIn(rejects);
        const all = rows.map((_, n) => `m${100 + n}z`);
        expect([...delivered, ...rejected].sort()).toEqual(all.sort());
        expect(JSON.stringify(sent)).not.toContain('"x9"');
        const whole = new Set(delivered);
        for (const mark of marksIn(JSON.stringify(further))) expect(whole).toContain(mark);
        const outcomes = OUTCOMES.reduce((sum, outcome) => sum + report.outcomes[outcome], 0);
        expect([report.unfinished, outcomes]).toEqual([0, report.rows]);
        expect(report.outcomes.delivered).toBe(delivered.length);
      }),
      { numRuns: atDepth({ short: 40, full: 300 }) },
    );
  }, 240_000);
});
