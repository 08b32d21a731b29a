// Further forms of rejects.csv, on the engine.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { OUTCOMES, type Report } from '../../lambdas/contracts/report.ts';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const event = (id: string) => `${id},visited,1762190001,cust-1,`;
const outcomeRows = ({ outcomes }: Report) => OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0);

describe('rejects.csv', () => {
  it('of a file with a title has the lines of the file, and is read without one', async () => {
    const file = csv('"Customers, May"', '', 'id,plan', 'title-1,gold', ',silver');
    const report = await pipeline.importFile('titled', file);
    expect(report).toMatchObject({ rows: 2, outcomes: { delivered: 1, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'no_identifier', examples: [{ line: 5 }] }]);
    const returned = (await pipeline.returned(report, 'rejects.csv')) ?? '';
    const again = await pipeline.importFile('titled', returned.replace('\n,silver', '\ntitle-2,silver'));
    expect(again).toMatchObject({ rows: 1, outcomes: { delivered: 1 } });
    expect(pipeline.people().map(({ id, attributes }) => [id, attributes])).toEqual([
      ['title-1', { plan: 'gold' }],
      ['title-2', { plan: 'silver' }],
    ]);
  });

  it('sends no row whose structure was at fault, if it is dropped unchanged', async () => {
    const first = await pipeline.importFile(
      'events',
      csv(
        HEADER,
        event('kept-1'),
        'kept-2,visited,1762190001,cust-1',
        'kept-3,visited,1762190001,cust-1,"a"b',
        'kept-4,visited,soon,cust-1,=1+1',
        'kept-5,visited,soon,cust-1,-5',
        ...rows(6, (n) => event(`kept-${n}`), 6),
      ),
    );
    const rejects = (await pipeline.returned(first, 'rejects.csv')) ?? '';
    const before = pipeline.events().length;
    const again = await pipeline.importFile('events', rejects.replaceAll(',soon,', ',1762190001,'));
    expect(again).toMatchObject({ rows: 4, outcomes: { delivered: 2, rejected: 2 }, unfinished: 0 });
    expect(again.rejects).toMatchObject([{ code: 'not_fixed', rows: 2 }]);
    const news = pipeline.events().slice(before);
    expect(news.map(({ attributes }) => attributes)).toEqual([
      { event_id: 'kept-4', note: '=1+1' },
      { event_id: 'kept-5', note: '-5' },
    ]);
  });

  it('has only a header if no row was rejected', async () => {
    const report = await pipeline.importFile('events', csv(HEADER, event('none-1')));
    expect(await pipeline.returned(report, 'rejects.csv')).toBe(
      `${HEADER},_reject_line,_reject_code,_reject_column,_reject_reason,_reject_hash\n`,
    );
  });
});

describe('quotes at fault', () => {
  it('cost the lines up to where reading is certain again', async () => {
    const report = await pipeline.importFile(
      'events',
      csv(
        HEADER,
        event('quote-1'),
        'quote-2,visited,1762190001,cust-1,"never closed',
        event('quote-3'),
        'quote-4,visited,1762190001,cust-1,"closed" too early',
        event('quote-5'),
        'quote-6,visited,1762190001,cust-1,a 5" pipe',
        event('quote-7'),
      ),
    );
    expect(report).toMatchObject({ rows: 7, outcomes: { delivered: 4, rejected: 3 }, unfinished: 0 });
    expect(report.rejects.map(({ code }) => code)).toEqual(['unterminated_quote']);
    expect(pipeline.events()).toHaveLength(4);
    expect(pipeline.events().map(({ attributes }) => attributes)).toContainEqual({
      event_id: 'quote-6',
      note: 'a 5" pipe',
    });
    const returned = (await pipeline.returned(report, 'rejects.csv')) ?? '';
    expect(
      returned
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['quote-2', 'quote-3', 'quote-4']);
  });
});

describe('the report', () => {
  it('adds up to the records that another reader finds in the file', async () => {
    const cell = (...values: string[]) => fc.constantFrom(...values);
    const record = fc.tuple(
      fc.nat({ max: 60 }).map((n) => `sum-${n}`),
      cell('visited', 'bought', ''),
      cell('1762190001', '2025-11-03T14:05:09Z', '2025-11-03 14:05:09', 'soon', '99999999999'),
      cell('cust-1', 'cust-2', '', 'x'.repeat(151)),
      fc.string({ unit: cell('"', ',', '\n', '\r\n', 'é', ' ', 'a', "'", ';') }),
    );
    for (const records of fc.sample(fc.array(record, { minLength: 1, maxLength: 80 }), {
      numRuns: 6,
      seed: 7,
    })) {
      const quoted = records.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join());
      const text = csv(HEADER, ...quoted);
      const report = await pipeline.importFile('events', text);
      const read = parse(text, { skip_empty_lines: true }) as string[][];
      expect(report).toMatchObject({ rows: read.length - 1, unfinished: 0 });
      expect(outcomeRows(report)).toBe(report.rows);
      const returned = (await pipeline.returned(report, 'rejects.csv')) ?? '';
      const rejected = (parse(returned, { relax_column_count: true }) as string[][]).slice(1);
      expect(rejected).toHaveLength(report.outcomes.rejected);
      for (const cells of rejected) expect(read).toContainEqual(cells.slice(0, 5));
    }
  });
});
