// A transform as Validate gets it on AWS: its digest is in the feeds, and its code is loaded.
import { describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { TransformRow } from '../../../lambdas/contracts/feed/transform.ts';
import type { Chunk } from '../../../lambdas/contracts/workflow.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { splitImport } from '../../../lambdas/split/split-import.ts';
import { validateChunk } from '../../../lambdas/validate/validate-chunk.ts';
import { aWorld, drop, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const run: TransformRow = (row) => ({ ...row, plan: row.plan?.toUpperCase() ?? '' });

describe('a bundled transform', () => {
  const feedsWith = (digest: string) =>
    FeedsSchema.parse({ workspace: 'main', feeds: { feed: { ...people, transform: { run: { digest } } } } });
  const start = async () => {
    const world = aWorld({ feeds: feedsWith('a') });
    const input = await drop(world, 'incoming/feed/file.csv', csv('id,email,plan', '7,,gold'));
    const split = await splitImport(input, world, { feeds: world.feeds, partitionsAtOnce: 1 });
    if (split.status !== 'split') throw new Error('it was not split');
    return { world, input: { importId: split.importId, chunk: split.chunks[0] as Chunk } };
  };

  const summaryIn = ({ objects }: World) =>
    objects.keys().find((key) => /\/valid\/.*\.json$/.test(key)) ?? '';

  it('is loaded by the name of its feed', async () => {
    const { world, input } = await start();
    const loaded: string[] = [];
    const loadTransform = (feed: string) => {
      loaded.push(feed);
      return run;
    };
    await validateChunk(input, { ...world, loadTransform }, world.feeds);
    expect(loaded).toEqual(['feed']);
    const { statistics } = JSON.parse(world.objects.text(summaryIn(world)));
    expect(statistics).toMatchObject({ rows: 1, operations: 1 });
  });

  it('ends an import that began with another one', async () => {
    const { world, input } = await start();
    const ports = { ...world, loadTransform: () => run };
    await expect(validateChunk(input, ports, feedsWith('b'))).rejects.toMatchObject({ code: 'feed_changed' });
    await expect(validateChunk(input, ports, feedsWith('a'))).resolves.toEqual({ n: 0 });
  });

  it('that cannot be loaded ends its import, and not as a reject of rows', async () => {
    const { world, input } = await start();
    const loadTransform = () => {
      throw new Error('Cannot find module');
    };
    await expect(validateChunk(input, { ...world, loadTransform }, world.feeds)).rejects.toThrow(
      'Cannot find',
    );
  });
});
