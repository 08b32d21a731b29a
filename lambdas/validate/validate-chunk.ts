// Makes operations and rejects from a chunk's bytes: the whole of reading, mapping and checking, on one CPU.

import type { ChunkFailure } from '../contracts/failure.ts';
import type { Feeds } from '../contracts/feed/feed.ts';
import {
  chunkFailureKey,
  chunkHeldKey,
  chunkRejectsKey,
  chunkSummaryKey,
  identityPairsKey,
  operationsKey,
  planKey,
} from '../contracts/object-keys.ts';
import type { ValidateInput } from '../contracts/workflow.ts';
import { RefusedError } from '../domain/errors.ts';
import { memberPacker } from '../domain/operations/members.ts';
import { feedOfPlan, type Plan, PlanSchema, partOf } from '../domain/plan.ts';
import type { ChunkSummary } from '../domain/profile/chunk-summary.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { mapChunk } from './map-chunk.ts';

/**
 * Writes the chunk's operations, rejects and summary; a second run writes the same again.
 * @throws RefusedError `object_gone`, `feed_changed`, having noted it for Report.
 */
export async function validateChunk(
  input: ValidateInput,
  { objects }: { readonly objects: ObjectStore },
  feeds: Feeds,
): Promise<{ readonly n: number }> {
  const plan = PlanSchema.parse(
    JSON.parse((await objects.read({ key: planKey(input.importId) })).toString('utf8')),
  );
  try {
    return await writeChunk(input, plan, objects, feeds);
  } catch (error) {
    if (error instanceof RefusedError) {
      const { execution } = plan;
      const failure: ChunkFailure = { execution, code: error.code, message: error.message };
      await objects.write(chunkFailureKey(input.importId), JSON.stringify(failure), 'application/json');
    }
    throw error;
  }
}

async function writeChunk(
  { importId, chunk }: ValidateInput,
  plan: Plan,
  objects: ObjectStore,
  feeds: Feeds,
) {
  const feed = feedOfPlan(plan, feeds);
  const bytes = await objects.read(partOf(plan, chunk), { start: chunk.start, end: chunk.end });
  const packer = memberPacker(plan.partitions);
  const { rejects, held, statistics, profile, eventTimes, identityPairs } = mapChunk(
    { bytes, chunk, plan, feed, feeds },
    packer.add,
  );
  const { body, members } = packer.pack();
  const summary: ChunkSummary = { statistics, members, profile, eventTimes };
  await Promise.all([
    objects.write(operationsKey(importId, chunk.n), body, 'application/gzip'),
    objects.write(chunkRejectsKey(importId, chunk.n), Buffer.concat(rejects), 'text/csv'),
    objects.write(chunkHeldKey(importId, chunk.n), held.join(''), 'text/csv'),
    objects.write(identityPairsKey(importId, chunk.n), identityPairs),
  ]);
  await objects.write(chunkSummaryKey(importId, chunk.n), JSON.stringify(summary), 'application/json');
  return { n: chunk.n };
}
