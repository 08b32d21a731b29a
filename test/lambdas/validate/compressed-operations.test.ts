// How Validate compresses operations: as all versions can read that may be deployed while the import runs.

import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { operationsKey, planKey } from '../../../lambdas/contracts/object-keys.ts';
import { type Plan, PlanSchema } from '../../../lambdas/domain/plan.ts';
import { PLAN_FORMAT } from '../../../lambdas/domain/plan-format.ts';
import { validateChunk } from '../../../lambdas/validate/validate-chunk.ts';
import { aWorld, drop, validateAll, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const planOf = (importId: string): Plan =>
  PlanSchema.parse(JSON.parse(world.objects.text(planKey(importId))));

const FILE = csv('id,email', 'ann,a@x.io', 'bob,b@x.io');

describe('operations', () => {
  const bytesUnder = async (format: number) => {
    const importId = await validateAll(world, await drop(world, 'incoming/people/file.csv', FILE));
    await world.objects.write(planKey(importId), JSON.stringify({ ...planOf(importId), format }));
    for (const chunk of planOf(importId).chunks) await validateChunk({ importId, chunk }, world, world.feeds);
    return world.objects.read({ key: operationsKey(importId, planOf(importId), 0) });
  };

  it('are compressed by zstd', async () => {
    const bytes = await bytesUnder(PLAN_FORMAT);
    expect(zstdDecompressSync(bytes).toString('utf8').split('\n').filter(Boolean)).toHaveLength(2);
  });

  it.each([1, 2])(
    'are compressed by gzip under a plan of format %i, which an older Forward may read',
    async (format) => {
      const bytes = await bytesUnder(format);
      expect(gunzipSync(bytes).toString('utf8').split('\n').filter(Boolean)).toHaveLength(2);
    },
  );
});
