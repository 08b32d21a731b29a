// Further problems of Customer.io, on the engine.
import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../../local/customerio/faults.ts';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'event_id,event_name,timestamp,customer_id';
const events = (prefix: string, count: number) =>
  rows(count, (n) => `${prefix}-${n},visited,${1_762_190_000 + n},cust-${n}`);
const ignoredDuplicates = () => pipeline.cloud.standIn.workspace.counts.ignoredDuplicateEvents;

/** Each event of the file, once. */
function expectEach(count: number): void {
  expect(pipeline.events().map(({ person }) => person)).toHaveLength(count);
  expect(new Set(pipeline.events().map(({ id }) => id)).size).toBe(count);
}

describe('refused credentials', () => {
  it('keep the import paused without a redrive', async () => {
    pipeline.cloud.standIn.inject({ kind: 'unauthorized' });
    const dropped = await pipeline.drop('events', csv(HEADER, ...events('stay', 1)));
    await pipeline.reportOn(dropped);
    await pipeline.startAgain(dropped);
    expect(await pipeline.reportOn(dropped)).toMatchObject({ state: 'paused' });
    expect(pipeline.requests()).toHaveLength(1);
    await pipeline.startAgain(dropped, { redrive: true });
    expect(await pipeline.reportOn(dropped)).toMatchObject({ state: 'completed' });
  });
});

const SURVIVED: readonly (readonly [what: string, faults: readonly Fault[], repeatedItems: number])[] = [
  ['429 that says how long', [{ kind: 'throttle', retryAfter: 1 }], 0],
  ['429 that does not', [{ kind: 'throttle' }], 0],
  ['503 with a page of HTML, twice', [{ kind: 'serverError', status: 503, times: 2 }], 0],
  ['a reset before the batch was applied', [{ kind: 'resetBeforeApplying' }], 0],
  ['a reset after it was applied', [{ kind: 'resetAfterApplying' }], 8],
  ['200 without a body', [{ kind: 'emptyBody' }], 8],
  // It does not keep the declined item. It keeps the other seven, which are sent again in halves.
  ['207 that does not say which item', [{ kind: 'omitBatchIndex', as: 'absent' }], 7],
  ['413 for the batch', [{ kind: 'tooLarge' }], 0],
  ['400 for the batch', [{ kind: 'badRequest' }], 0],
];

describe('a Customer.io with problems', () => {
  it.each(SURVIVED)('gets each event once: %s', async (what, faults, repeatedItems) => {
    const before = ignoredDuplicates();
    pipeline.cloud.standIn.inject(...faults);
    const report = await pipeline.importFile('events', csv(HEADER, ...events(what.replaceAll(',', ''), 8)));
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 8 }, unfinished: 0 });
    expect(report.requests).toBe(pipeline.requests().length);
    expectEach(8);
    expect(ignoredDuplicates() - before).toBe(repeatedItems);
  });
});
