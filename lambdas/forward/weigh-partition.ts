// Weighs one partition: goes the way of Forward up to the request, and counts. Nothing is sent, marked or remembered.
import type { ForwardInput, ForwardOutput } from '../contracts/workflow.ts';
import { choosePicks, featuresOf } from '../domain/canary/canary.ts';
import { arrange } from '../domain/delivery/arrange.ts';
import { addTallies, tallyOf } from '../domain/delivery/tally.ts';
import { type Weighed, type WeighedPart, weighNews } from '../domain/delivery/weighing.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { importFiles } from '../work/import-files.ts';
import { countPartitionFlows } from './count-flows.ts';
import { firstNames } from './moments.ts';
import { type NewsSource, newsReader, tallyKnown } from './next-batch.ts';
import { readPartition } from './read-partition.ts';

export interface WeighPorts {
  readonly objects: ObjectStore;
  readonly seen: SeenTable;
}

export async function weighPartition(
  { importId, partition }: Pick<ForwardInput, 'importId' | 'partition'>,
  { objects, seen }: WeighPorts,
  settings: Pick<NewsSource, 'seenKeys' | 'momentsKey'>,
): Promise<ForwardOutput> {
  const { index, operations } = await readPartition(importId, partition, objects);
  const { guards, flows, nowSeconds, plan, canary } = index;
  const { persons, duplicates } = arrange(operations, firstNames(guards));
  const ordered = persons.flat();
  const reader = newsReader(ordered, { ...settings, seen, guards, importId });
  const allNews: Operation[] = [];
  let tally = tallyOf({ duplicate: duplicates.rows }, { conflicts: duplicates.conflicts });
  let requests = 0;
  for (let position = 0; position < ordered.length; ) {
    const { stretch, news } = await reader.nextBatch(position);
    position += stretch.length;
    tally = addTallies(tally, tallyKnown(stretch));
    allNews.push(...news);
    if (news.length > 0) requests++;
  }
  const weighed: Weighed = {
    ...weighNews(allNews, nowSeconds),
    tally,
    requests,
    lookedUp: ordered.length,
    flows: await countPartitionFlows(persons, flows, nowSeconds, { ...settings, seen }),
  };
  const part: WeighedPart = { weighed, picks: canary > 0 ? proposePicks(ordered, allNews, canary) : [] };
  await importFiles.weighed.save(objects, part, importId, plan, partition);
  return { status: 'done', waitSeconds: 0 };
}

function proposePicks(ordered: readonly Operation[], news: readonly Operation[], most: number) {
  const isNews = new Set(news);
  const candidates = ordered.flatMap((operation, position) =>
    isNews.has(operation) ? [{ position, features: featuresOf(operation) }] : [],
  );
  return [...choosePicks(candidates, most)];
}
