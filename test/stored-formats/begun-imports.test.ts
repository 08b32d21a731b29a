// The current code finishes an import that the version of 2026-11-25 began, after each step, with the same result.
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedPipeline } from '../builders/recorded-pipeline.ts';
import {
  EXECUTIONS,
  goOn,
  STORED_STEPS,
  stepsOf,
  storedAfter,
  storedAfterStep,
} from '../builders/stored-recording.ts';
import { comparable, inCustomerIo, reportOf, resultOf, withoutRequests } from '../builders/stored-result.ts';
import { atDepth } from '../depth.ts';

/** They ran at the same time. */
const INTERLEAVED = ['people-4', 'carts-4'];
/** A short run continues each import after every third of its steps, beginning with the first. */
const EVERY = atDepth({ short: 3, full: 1 });
const ALONE = EXECUTIONS.filter((execution) => !INTERLEAVED.includes(execution));

describe.each(ALONE)('an import of the version of 2026-11-25: %s', (execution) => {
  const indexes = stepsOf(execution);
  const lastStep = indexes.at(-1) ?? 0;
  let ended: RecordedPipeline;
  beforeAll(async () => {
    ended = await storedAfter(lastStep + 1);
  });

  it.each(
    indexes
      .map((index, n) => ({ index, n }))
      .filter(({ n }) => n % EVERY === 0)
      .map(({ index, n }) => [
        n === 0 ? 'its file arrived' : `step ${n}, ${STORED_STEPS[index - 1]?.step}`,
        index,
      ]),
  )('has the same result when the current version continues after %s', async (_, index) => {
    const pipeline = await storedAfter(Number(index));
    const importId = await goOn(pipeline, execution);
    // The report counts the requests of its own plan, and a redrive plans with the current version.
    const isPlannedAgain = index === indexes[0] && execution.endsWith('-redrive');
    const results = [await resultOf(pipeline, importId), await resultOf(ended, importId)];
    const [result, expected] = isPlannedAgain ? results.map(withoutRequests) : results;
    expect(result).toEqual(expected);
  });
});

describe('an import of orders of the version of 2026-11-25', () => {
  const groupsAfter = async (step: string) => {
    const pipeline = await storedAfterStep('orders-1', step);
    return reportOf(pipeline, await goOn(pipeline, 'orders-1')).groups;
  };

  it('has a count of orders in its report only if the current version read all of its rows', async () => {
    expect(await groupsAfter('split')).toMatchObject({ noun: 'order', read: expect.any(Number) });
    expect(await groupsAfter('validate')).toBeUndefined();
  });
});

describe('two imports of the version of 2026-11-25 at the same time', () => {
  it('makes the events wait for the people that arrived before them', async () => {
    const pipeline = await storedAfterStep('carts-4', 'await-turn');
    const { active } = await pipeline.ports.imports.turns();
    expect(active).toEqual([
      expect.objectContaining({
        feed: 'carts',
        after: ['people'],
        rollUp: 'order_placed',
        forwarding: false,
      }),
      expect.objectContaining({ feed: 'people', after: [], forwarding: false }),
    ]);
    const people = await goOn(pipeline, 'people-4');
    const carts = await goOn(pipeline, 'carts-4');
    const ended = await storedAfter(STORED_STEPS.length);
    expect(comparable(reportOf(pipeline, people))).toEqual(comparable(reportOf(ended, people)));
    expect(comparable(reportOf(pipeline, carts))).toEqual(comparable(reportOf(ended, carts)));
    expect(inCustomerIo(pipeline).events).toEqual(inCustomerIo(ended).events);
    expect(attributesIn(pipeline)).toEqual(attributesIn(ended));
  });
});

function attributesIn({ customerIo: { people } }: RecordedPipeline) {
  return [...people].map(([id, { attributes }]) => [id, attributes]);
}
