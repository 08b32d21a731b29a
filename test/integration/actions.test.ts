// What rows do to people and objects, other than identify them.
import { describe, expect, it } from '@jest/globals';
import { authorization, send } from '../local/customerio/running-stand-in.ts';
import { identify } from '../local/customerio/track-items.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

/** Another source writes to Customer.io, without the pipeline. */
async function writeElsewhere(...batch: readonly object[]): Promise<void> {
  const headers = { authorization: authorization({ siteId: 'local', apiKey: 'local-track-api-key' }) };
  const body = JSON.stringify({ batch });
  expect((await send(pipeline.cloud.standIn, '/api/v2/batch', { body, headers })).status).toBe(200);
}

const now = () => Math.floor(Date.now() / 1000);

describe('an object that is deleted', () => {
  const objects = () =>
    [...pipeline.cloud.standIn.workspace.objects()]
      .filter(({ object_id }) => object_id.startsWith('gone-'))
      .map(({ object_id, attributes }) => [object_id, attributes.name]);

  it('is gone, also if another source added it again before the next file', async () => {
    const header = 'company_id,name,deleted';
    await pipeline.importFile('changed-objects', csv(header, 'gone-1,Acme,false', 'gone-2,Bell,false'));
    expect(objects()).toEqual([
      ['gone-1', 'Acme'],
      ['gone-2', 'Bell'],
    ]);
    const file = csv(header, 'gone-1,Acme Inc.,false', 'gone-2,Bell,TRUE', 'gone-3,Cord,maybe');
    const report = await pipeline.importFile('changed-objects', file);
    expect(report).toMatchObject({ outcomes: { delivered: 2, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'unknown_action', rows: 1 }]);
    expect(objects()).toEqual([['gone-1', 'Acme Inc.']]);

    const identifiers = { object_type_id: '1', object_id: 'gone-2' };
    await writeElsewhere({ type: 'object', action: 'identify', identifiers, attributes: { name: 'Bell' } });
    expect(objects()).toHaveLength(2);
    const again = await pipeline.importFile('changed-objects', file);
    expect(again).toMatchObject({ outcomes: { delivered: 1, unchanged: 1, rejected: 1 } });
    expect(objects()).toEqual([['gone-1', 'Acme Inc.']]);
  });
});

describe('a person who is deleted by a column', () => {
  it('is deleted again if another source added the person since', async () => {
    const file = csv('id,plan,op', 'again-1,gold,D');
    await pipeline.importFile('changed-people', file);
    await writeElsewhere(identify({ id: 'again-1' }, { plan: 'gold' }, now()));
    expect(pipeline.people()).toHaveLength(1);
    const report = await pipeline.importFile('changed-people', file);
    expect(report).toMatchObject({ outcomes: { delivered: 1 } });
    expect(pipeline.people()).toEqual([]);
  });
});

describe('a cio_id', () => {
  it('changes the e-mail address of the person, and creates no one', async () => {
    await writeElsewhere(identify({ id: 'repair-1' }, { email: 'old@repair.example' }, now() - 60));
    const cioId = pipeline.cloud.standIn.workspace.cioId({ id: 'repair-1' });
    const report = await pipeline.importFile(
      'by-cio-id',
      csv('cio_id,id,email,plan', `cio_${cioId},repair-1,new@repair.example,gold`, 'not-one!,repair-2,,gold'),
    );
    expect(report).toMatchObject({ outcomes: { delivered: 1, rejected: 1 } });
    expect(report.rejects).toMatchObject([{ code: 'invalid_cio_id', rows: 1 }]);
    expect(pipeline.people()).toMatchObject([
      { id: 'repair-1', email: 'new@repair.example', attributes: { plan: 'gold' } },
    ]);
  });
});

describe('a relationship in the row of a person', () => {
  const members = () =>
    [...pipeline.cloud.standIn.workspace.objects()]
      .filter(({ object_id }) => object_id.startsWith('firm-'))
      .map(({ object_id, relationships }) => [object_id, relationships.map(({ person }) => person)]);

  it('connects the person, counts the row once, and is not sent again unless it is new', async () => {
    const file = csv('id,plan,company_id', 'rel-1,gold,firm-1', 'rel-2,gold,', 'rel-3,gold,firm-1');
    const report = await pipeline.importFile('people-of-companies', file);
    expect(report).toMatchObject({ rows: 3, outcomes: { delivered: 3 }, operations: 5, unfinished: 0 });
    expect(pipeline.people().map(({ id, attributes }) => [id, attributes])).toEqual([
      ['rel-1', { plan: 'gold' }],
      ['rel-2', { plan: 'gold' }],
      ['rel-3', { plan: 'gold' }],
    ]);
    expect(members()).toEqual([['firm-1', ['rel-1', 'rel-3']]]);

    const moved = await pipeline.importFile(
      'people-of-companies',
      file.replace('rel-1,gold,firm-1', 'rel-1,gold,firm-2'),
    );
    expect(moved).toMatchObject({ outcomes: { unchanged: 3 }, requests: 1, unfinished: 0 });
    expect(members()).toEqual([
      ['firm-1', ['rel-1', 'rel-3']],
      ['firm-2', ['rel-1']],
    ]);
  });
});
