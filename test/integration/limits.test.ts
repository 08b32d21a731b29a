import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const pipeline = pipelineFixture();

const HEADER = 'event_id,event_name,timestamp,customer_id';
const visits = (name: string, count: number) => rows(count, (n) => `${name}-${n},visited,1762190001,c-${n}`);
const codesIn = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);

/** Five files of ten rows: the earlier imports of a feed. */
async function fiveNights(feed: string): Promise<void> {
  for (const night of [1, 2, 3, 4, 5]) {
    const report = await pipeline.importFile(feed, csv(HEADER, ...visits(`${feed}-night-${night}`, 10)));
    expect(report).toMatchObject({ state: 'completed' });
    expect(codesIn(report)).not.toContain('unusual_volume');
  }
}

describe('a file that differs from the earlier files of its feed', () => {
  it('is held with all its findings if the feed says hold: nothing is sent', async () => {
    await fiveNights('nightly');
    const requests = pipeline.requests().length;
    const renamed = HEADER.replace('event_id', 'id_of_event');
    const report = await pipeline.importFile('nightly', csv(renamed, ...visits('once-more', 200)));
    expect(report).toMatchObject({
      state: 'held',
      reason: {
        code: 'key_changed',
        message: expect.stringMatching(/200 rows.*7 to 13.*"event_id".*"id_of_event"/),
      },
      outcomes: { held: 200, delivered: 0 },
    });
    expect(pipeline.requests()).toHaveLength(requests);
    expect(pipeline.events()).toHaveLength(50);
    const usual = await pipeline.importFile('nightly', csv(HEADER, ...visits('usual', 11)));
    expect(usual).toMatchObject({ state: 'completed', outcomes: { delivered: 11 } });
  });
});

describe('a file over the limits of its feed', () => {
  it('is held for both its size and its rejects', async () => {
    const bad = rows(2, (n) => `bad-${n},visited,,c-1`);
    const report = await pipeline.importFile('capped', csv(HEADER, ...visits('capped', 5), ...bad));
    expect(report).toMatchObject({
      state: 'held',
      reason: {
        code: 'too_many_rejects',
        message: expect.stringMatching(/maxRejects` \(1\).*volume\.max` \(5\)/),
      },
      outcomes: { held: 5, rejected: 2 },
    });
    expect(pipeline.requests()).toEqual([]);
  });
});

describe('a file without new rows', () => {
  it('is refused if it has only a header, or accepted with empty: accept', async () => {
    expect(await pipeline.importFile('people', csv('id,email'))).toMatchObject({
      state: 'failed',
      reason: { code: 'no_rows' },
    });
    expect(await pipeline.importFile('maybe-empty', csv('id,email'))).toMatchObject({
      state: 'completed',
      rows: 0,
    });
    expect(pipeline.requests()).toEqual([]);
  });

  it('is reported if all its rows were delivered before', async () => {
    const file = csv('id,email', 'again-1,a@x.io', 'again-2,b@x.io');
    expect(codesIn(await pipeline.importFile('people', file))).not.toContain('nothing_new');
    const report = await pipeline.importFile('people', file, 'again.csv');
    expect(report).toMatchObject({ state: 'completed', outcomes: { unchanged: 2 } });
    expect(codesIn(report)).toContain('nothing_new');
  });
});
