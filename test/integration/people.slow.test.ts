// Further people, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

describe('the people feed', () => {
  it('keeps attributes of an older file that a newer file does not have', async () => {
    await pipeline.importFile('people', csv('id,plan,city', 'hal-1,free,Rome'));
    await pipeline.importFile('people', csv('id,plan,city', 'hal-1,gold,'));
    expect(pipeline.people()).toMatchObject([{ id: 'hal-1', attributes: { plan: 'gold', city: 'Rome' } }]);
  });
});
