// Reads a chunk, maps it, and writes its operations, rejects and summary.
import type { ChunkFailure } from '../contracts/failure.ts';
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { isBundled, type TransformRow } from '../contracts/feed/transform.ts';
import type { ValidateInput } from '../contracts/workflow.ts';
import { RefusedError } from '../domain/errors.ts';
import { gzip, zstd } from '../domain/operations/compression.ts';
import { memberPacker } from '../domain/operations/members.ts';
import { feedOfPlan, type Plan, partOf } from '../domain/plan.ts';
import { hasZstd } from '../domain/plan-format.ts';
import type { ChunkSummary } from '../domain/profile/chunk-summary.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles, readPlan } from '../work/import-files.ts';
import { mapChunk } from './map-chunk.ts';

export interface ValidatePorts {
  readonly objects: ObjectStore;
  /** Loads the transform of a feed that synth has bundled. */
  readonly loadTransform?: (feed: string) => TransformRow;
}

/**
 * A second run writes the same bytes again.
 * @throws RefusedError `object_gone`, `feed_changed`, after it wrote the reason for Report
 * @throws ReplanError
 */
export async function validateChunk(
  input: ValidateInput,
  ports: ValidatePorts,
  feeds: Feeds,
): Promise<{ readonly n: number }> {
  const { objects } = ports;
  const plan = await readPlan(input, objects);
  try {
    return await writeChunk(input, plan, ports, feeds);
  } catch (error) {
    if (error instanceof RefusedError) {
      const { execution } = plan;
      const failure: ChunkFailure = { execution, code: error.code, message: error.message };
      await importFiles.chunkFailure.save(objects, failure, input.importId);
    }
    throw error;
  }
}

async function writeChunk(
  { importId, chunk }: ValidateInput,
  plan: Plan,
  { objects, loadTransform }: ValidatePorts,
  feeds: Feeds,
) {
  const feed = feedOfPlan(plan, feeds);
  const run = transformOf(plan.feed, feed, loadTransform);
  const bytes = await objects.read(partOf(plan, chunk), { start: chunk.start, end: chunk.end });
  const packer = memberPacker(plan.partitions, hasZstd(plan) ? zstd : gzip);
  const { rejects, held, statistics, profile, eventTimes, identityPairs, groups, eventKeys } = mapChunk(
    { bytes, chunk, plan, feed, feeds, run },
    packer.add,
  );
  const { body, members } = packer.pack();
  const counts = { groupRecords: groups?.count, keyRecords: eventKeys?.counts };
  const summary: ChunkSummary = { statistics, members, profile, eventTimes, ...counts };
  await Promise.all([
    importFiles.operations.save(objects, body, importId, plan, chunk.n),
    importFiles.rejects.save(objects, Buffer.concat(rejects), importId, plan, chunk.n),
    importFiles.held.save(objects, held.join(''), importId, plan, chunk.n),
    importFiles.identityPairs.save(objects, identityPairs, importId, plan, chunk.n),
    groups && importFiles.groups.save(objects, groups.records, importId, plan, chunk.n),
    eventKeys && importFiles.eventKeys.save(objects, eventKeys.records, importId, plan, chunk.n),
  ]);
  await importFiles.chunkSummary.save(objects, summary, importId, plan, chunk.n);
  return { n: chunk.n };
}

/** On a laptop, a feed has its function itself. On AWS it has the digest, and the code is next to that of Validate. */
function transformOf(
  name: string,
  { transform }: Feed,
  load: ValidatePorts['loadTransform'],
): TransformRow | undefined {
  if (!transform) return undefined;
  const { run } = transform;
  if (!isBundled(run)) return run;
  if (!load) throw new TypeError(`the transform of the feed "${name}" is bundled, and nothing loads it`);
  return load(name);
}
