// The deployed pipeline on the embedded engine, with a Customer.io in each mode of what it does not document: what the
// workspace has after the imports is the same, or differs only as the mode itself says.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { otherAnswers, USUAL_ANSWERS } from '../../local/customerio/unverified.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();
const workspace = () => pipeline.cloud.standIn.workspace;
const held = (id: string) => workspace().person({ id })?.attributes;

const MODES = [{}, ...otherAnswers()].map((mode, n) => [JSON.stringify(mode), mode, `m${n}`] as const);

describe.each(MODES)('a Customer.io with %s', (_, mode, id) => {
  beforeAll(() => pipeline.cloud.standIn.answer({ ...USUAL_ANSWERS, ...mode }));
  afterAll(() => pipeline.cloud.standIn.answer(USUAL_ANSWERS));

  it('has of each attribute what the newest row says, also if the older row came later', async () => {
    const header = 'id,plan,city,updated_at';
    await pipeline.importFile('dated-people', csv(header, `${id}-ann,gold,,2025-12-31T00:00:00Z`));
    await pipeline.importFile('dated-people', csv(header, `${id}-ann,free,Bern,2025-12-30T00:00:00Z`));
    expect(held(`${id}-ann`)).toMatchObject({ plan: 'gold', city: 'Bern' });
    const late = csv(header, `${id}-ann,free,Thun,2025-12-29T00:00:00Z`);
    expect(await pipeline.importFile('dated-people', late)).toMatchObject({ outcomes: { expired: 1 } });
    expect(held(`${id}-ann`)).toMatchObject({ plan: 'gold', city: 'Bern' });
  });

  it('has each event once, also of a file that is dropped again, if people come first', async () => {
    await pipeline.importFile('customers', csv('id,plan', `${id}-bob,gold`));
    const placed = csv(
      'customer_id,event_name,timestamp,event_id',
      `${id}-bob,order_placed,2025-12-31T10:00:00Z,${id}-order`,
    );
    for (const name of ['first.csv', 'again.csv']) await pipeline.importFile('plain', placed, name);
    expect(pipeline.events().map(({ person }) => person)).toEqual([`${id}-bob`]);
  });

  it('keeps the choice of a person who said no and subscribed elsewhere', async () => {
    const said = (plan: string) => csv('id,plan,mails', `${id}-cat,${plan},nein`);
    await pipeline.importFile('consenting-people', said('free'));
    expect(held(`${id}-cat`)).toMatchObject({ unsubscribed: true });
    pipeline.cloud.standIn.choose({ person: { id: `${id}-cat` }, unsubscribed: false });
    await pipeline.importFile('consenting-people', said('gold'));
    expect(held(`${id}-cat`)).toMatchObject({ plan: 'gold', unsubscribed: false });
  });

  it('has no part of a row with a value that is too long, and all of the others', async () => {
    const file = csv('id,plan,note', `${id}-dan,gold,${'x'.repeat(1001)}`, `${id}-eve,free,short`);
    const report = await pipeline.importFile('customers', file);
    expect(report).toMatchObject({ outcomes: { delivered: 1, rejected: 1 } });
    expect([held(`${id}-dan`), held(`${id}-eve`)]).toEqual([undefined, { plan: 'free', note: 'short' }]);
  });

  it('has again what others overwrote, if the feed sends it again, and keeps the consent', async () => {
    const file = csv('id,plan,out', `${id}-fay,gold,yes`);
    await pipeline.importFile('resent-people', file);
    pipeline.cloud.standIn.choose({ person: { id: `${id}-fay` }, unsubscribed: false });
    await pipeline.importFile('resent-people', file, 'again.csv');
    expect(held(`${id}-fay`)).toMatchObject({ plan: 'gold', unsubscribed: false });
  });
});
