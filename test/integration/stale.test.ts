import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const HEADER = 'id,plan,updated_at';
const MONDAY = '2025-11-03T02:00:00Z';
const TUESDAY = '2025-11-04T02:00:00Z';
const WEDNESDAY = '2025-11-05T02:00:00Z';
const held = () => pipeline.people().map(({ id, attributes }) => [id, attributes.plan]);

describe('the file of Monday, dropped after the one of Tuesday', () => {
  const monday = csv(HEADER, `ann,free,${MONDAY}`, `bob,free,${MONDAY}`, `cleo,free,${MONDAY}`);
  const tuesday = csv(HEADER, `ann,gold,${TUESDAY}`, `bob,free,${TUESDAY}`);

  it('does not change people in the file of Tuesday, and adds the others', async () => {
    await pipeline.importFile('dated-people', tuesday, 'tuesday.csv');
    const before = held();
    const report = await pipeline.importFile('dated-people', monday, 'monday.csv');
    expect(report).toMatchObject({
      state: 'completed',
      outcomes: { expired: 1, unchanged: 1, delivered: 1 },
      requests: 1,
    });
    expect(held()).toEqual([...before, ['cleo', 'free']]);
  });

  it('changes nothing and costs no request when it is dropped again', async () => {
    const report = await pipeline.importFile('dated-people', monday, 'monday-again.csv');
    expect(report).toMatchObject({ outcomes: { expired: 1, unchanged: 2 }, requests: 0 });
    expect(pipeline.requests()).toEqual([]);
  });
});

it('remembers when a person was last unchanged', async () => {
  await pipeline.importFile('dated-people', csv(HEADER, `dan,free,${MONDAY}`));
  await pipeline.importFile('dated-people', csv(HEADER, `dan,free,${WEDNESDAY}`));
  const report = await pipeline.importFile('dated-people', csv(HEADER, `dan,gold,${TUESDAY}`));
  expect(report).toMatchObject({ outcomes: { expired: 1 }, requests: 0 });
  expect(held()).toEqual([['dan', 'free']]);
});

it('merges the rows of a person in the order of their times', async () => {
  await pipeline.importFile(
    'dated-people',
    csv(HEADER, `eve,gold,${WEDNESDAY}`, `eve,free,${MONDAY}`, `eve,silver,${TUESDAY}`),
  );
  expect(held()).toEqual([['eve', 'gold']]);
});
