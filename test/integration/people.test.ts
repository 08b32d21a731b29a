import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

describe('the people feed', () => {
  it('makes a profile from every row, with id, email and an attribute for every other column', async () => {
    const report = await pipeline.importFile(
      'people',
      csv(
        'customer_id,email,first_name,plan,postcode,newsletter,constructor',
        'cust-1,ann@example.com,Ann,gold,00123,true,a',
        'cust-2,bert@example.com,"Bert ""B""","a, b",SW1A 1AA,FALSE,b',
        'cust-3,chloe@example.com,Chloé 🌸,"two\nlines",7.50,1,c',
      ),
    );
    expect(report).toMatchObject({
      feed: 'people',
      state: 'completed',
      rows: 3,
      outcomes: { delivered: 3 },
      unfinished: 0,
      operations: 3,
      requests: 1,
      rejects: [],
    });
    expect(pipeline.people().map(({ attributes, ...person }) => person)).toEqual([
      { type: 'person', id: 'cust-1', email: 'ann@example.com' },
      { type: 'person', id: 'cust-2', email: 'bert@example.com' },
      { type: 'person', id: 'cust-3', email: 'chloe@example.com' },
    ]);
    const attributes = pipeline.people().map((person) => JSON.stringify(person.attributes));
    expect(attributes).toEqual([
      '{"first_name":"Ann","plan":"gold","postcode":"00123","newsletter":"true","constructor":"a"}',
      '{"first_name":"Bert \\"B\\"","plan":"a, b","postcode":"SW1A 1AA","newsletter":"FALSE","constructor":"b"}',
      '{"first_name":"Chloé 🌸","plan":"two\\nlines","postcode":"7.50","newsletter":"1","constructor":"c"}',
    ]);
  });

  it('identifies by email, in any case, if a row has no id', async () => {
    await pipeline.importFile('people', csv('id,email,plan', ',Dora@Example.com,gold', 'eve-1,,silver'));
    await pipeline.importFile('people', csv('email,city', 'dora@example.COM,Rome'));
    expect(pipeline.people()).toMatchObject([
      { id: null, email: 'Dora@Example.com', attributes: { plan: 'gold', city: 'Rome' } },
      { id: 'eve-1', email: null, attributes: { plan: 'silver' } },
    ]);
  });

  it('uses the last row of a person, and ignores blank cells', async () => {
    const report = await pipeline.importFile(
      'people',
      csv('id,plan,city', 'fay-1,free,Rome', 'gil-1,gold,Oslo', 'fay-1,gold,', 'gil-1,gold,Oslo'),
    );
    expect(report).toMatchObject({ rows: 4, outcomes: { delivered: 3, duplicate: 1 } });
    expect(pipeline.people()).toMatchObject([
      { id: 'fay-1', attributes: { plan: 'gold', city: 'Rome' } },
      { id: 'gil-1', attributes: { plan: 'gold', city: 'Oslo' } },
    ]);
    expect(pipeline.cloud.standIn.workspace.counts.operations['person identify']).toBe(
      pipeline.people().length + 6,
    );
  });
});
