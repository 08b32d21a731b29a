import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id,note';
const event = (id: string) => `${id},visited,1762190001,cust-1,`;

describe('rejects.csv', () => {
  it('contains each row unchanged, with its line, code, column and how to fix it', async () => {
    const report = await pipeline.importFile(
      'events',
      csv(
        HEADER,
        event('csv-1'),
        'csv-2,visited,yesterday,cust-1,"a ""b"", c"',
        'csv-3,visited,1762190001,,"two',
        'lines"',
        'csv-4,visited,1762190001,cust-1,one,too many',
        ...rows(4, (n) => event(`csv-${n}`), 5),
      ),
    );
    expect(report).toMatchObject({ state: 'completed', rows: 8, outcomes: { delivered: 5, rejected: 3 } });
    expect(report.rejects).toEqual([
      { code: 'column_count', rows: 1, examples: [{ line: 6 }] },
      { code: 'invalid_time', rows: 1, examples: [{ line: 3, column: 'timestamp', shape: 'aaaaaaaaa' }] },
      { code: 'no_identifier', rows: 1, examples: [{ line: 4, column: 'customer_id', shape: '' }] },
    ]);
    const returned = await pipeline.returned(report, 'rejects.csv');
    const [header, ...records] = parse(returned ?? '', { relax_column_count: true }) as string[][];
    expect(header?.join()).toBe(
      `${HEADER},_reject_line,_reject_code,_reject_column,_reject_reason,_reject_hash`,
    );
    expect(records.map((cells) => cells.toSpliced(8, 1))).toEqual([
      ['csv-2', 'visited', 'yesterday', 'cust-1', 'a "b", c', '3', 'invalid_time', 'timestamp', ''],
      [...['csv-3', 'visited', '1762190001', '', 'two\nlines', '4', 'no_identifier'], 'customer_id', ''],
      [
        ...['csv-4', 'visited', '1762190001', 'cust-1', 'one', '6', 'column_count', ''],
        ...[expect.stringMatching(/^column_count-/), 'too many'],
      ],
    ]);
    expect(records[0]?.[8]).toMatch(/^Column "timestamp": .* To fix: Write it as 2025-11-03T14:05:09-05:00/);
    expect(pipeline.events()).toHaveLength(5);
  });

  it('sends only new rows, under their original keys, when it is fixed and dropped', async () => {
    const file = (time: string) =>
      csv(HEADER, event('mend-1'), event('mend-2'), `mend-3,visited,${time},cust-1,x`);
    const first = await pipeline.importFile('events', file('soon'));
    const rejects = (await pipeline.returned(first, 'rejects.csv')) ?? '';
    const mended = await pipeline.importFile('events', rejects.replace(',soon,', ',1762190001,'));
    expect(mended).toMatchObject({ state: 'completed', rows: 1, outcomes: { delivered: 1 } });
    expect(pipeline.events().at(-1)).toMatchObject({ timestamp: 1762190001, attributes: { note: 'x' } });
    expect(Object.keys(pipeline.events().at(-1)?.attributes ?? {})).toEqual(['event_id', 'note']);

    const whole = await pipeline.importFile('events', file('1762190001'));
    expect(whole).toMatchObject({ outcomes: { duplicate: 3 }, conflicts: 0, requests: 0 });
  });
});
