// What the reports of a run say, file by file.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Cloud } from '../simulation/cloud.ts';
import type { EndedImport } from './model/judge.ts';

interface ImportItem {
  readonly item: string;
  readonly importId: string;
  readonly feed: string;
  readonly state: string;
  readonly source: { readonly key: string; readonly versionId?: string };
}

/** @param keys of the dropped files, in order. A key that was dropped again has one import for each of its versions. */
export function endedImports(cloud: Cloud, keys: readonly string[]): EndedImport[] {
  const items = cloud.dynamodb
    .items(cloud.deployment.importsTable)
    .map((item) => unmarshall(item) as ImportItem)
    .filter(({ item }) => item === 'import');
  const times = new Map<string, number>();
  return keys.map((key) => {
    const version = (times.get(key) ?? 0) + 1;
    times.set(key, version);
    const found = items.find(({ source }) => source.key === key && source.versionId === `v${version}`);
    return endedImport(cloud, key, found);
  });
}

function endedImport({ bucket }: Cloud, file: string, item: ImportItem | undefined): EndedImport {
  const none = { file, outcomes: {}, rows: 0, unfinished: 0, conflicts: 0, deliveredFurther: 0 };
  if (item === undefined) return { ...none, state: 'without an import' };
  const [key] = bucket
    .keys()
    .filter((one) => one.includes(`/${item.importId}/`) && one.endsWith('/report.json'));
  if (key === undefined) return { ...none, state: `${item.state} without a report` };
  const { state, reason, deliveredFurther = 0, ...report } = JSON.parse(bucket.text(key));
  const { outcomes, rows, unfinished, conflicts } = report;
  const why = reason === undefined ? '' : ` (${reason.code})`;
  return { file, state: `${state}${why}`, outcomes, rows, unfinished, conflicts, deliveredFurther };
}
