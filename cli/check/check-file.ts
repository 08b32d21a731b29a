// A dry run in this process: the pipeline's own steps on one file, without AWS, an engine or earlier imports.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { systemClock } from '../../lambdas/adapters/system-clock.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { DRY_RUN, reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import type { SplitOutput } from '../../lambdas/contracts/workflow.ts';
import { decideImport } from '../../lambdas/decide/decide-import.ts';
import type { Reason } from '../../lambdas/domain/imports/import-record.ts';
import {
  attributeHashesOf,
  personHashOf,
  rememberedKeyOf,
  seenKeysOf,
} from '../../lambdas/forward/seen-keys.ts';
import { weighPartition } from '../../lambdas/forward/weigh-partition.ts';
import type { SeenTable } from '../../lambdas/ports/seen-table.ts';
import { reportImport } from '../../lambdas/report/report-import.ts';
import { reviewImport } from '../../lambdas/review/review-import.ts';
import { splitImport } from '../../lambdas/split/split-import.ts';
import { validateChunk } from '../../lambdas/validate/validate-chunk.ts';
import { fileStore } from '../local/file-store.ts';
import { loneImport } from './lone-import.ts';
import { comparingTransform } from './run-twice.ts';

export interface CheckProgress {
  readonly done: number;
  readonly total: number;
}

export interface Checked {
  readonly report: Report;
  /** Content of a file next to the report: `report.html`, `rejects.csv`, `held.csv`. */
  readonly read: (fileName: string) => Promise<Buffer | undefined>;
}

export interface FileToCheck {
  /** On disk. */
  readonly path: string;
  readonly feedName: string;
  readonly feeds: Feeds;
}

/** Only the deployed seen table knows earlier imports, so a check counts every item as new. */
const NOTHING_SEEN: SeenTable = {
  find: async () => new Map(),
  record: async () => undefined,
  forget: async () => undefined,
};
/** One at a time, so that a check leaves the machine to other work. */
const PARTITIONS_AT_ONCE = 1;

/**
 * @param onChunk called before the first chunk and after each.
 * @param use reads the result: its files are deleted afterwards.
 */
export async function checkFile<Result>(
  { path, feedName, feeds: configured }: FileToCheck,
  onChunk: (progress: CheckProgress) => void,
  use: (checked: Checked) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  try {
    const key = `${DRY_RUN}${feedName}/${basename(path)}`;
    const ports = {
      objects: fileStore(folder, { [key]: path }),
      imports: loneImport(),
      seen: NOTHING_SEEN,
      clock: systemClock,
      // A check remembers nothing, so any secret works.
      seenKey: async () => '',
    };
    const feeds = comparingTransform(startedByAnyFile(configured, feedName), feedName);
    const split = await splitFile(path, key, ports, feeds);
    await runSteps(split, ports, feeds, onChunk);
    const report = await endCheck(split.importId, ports);
    const prefix = reportPrefix(report.feed, report.importId);
    return await use({
      report,
      read: async (fileName) => {
        const found = await ports.objects.find(prefix + fileName);
        return found && ports.objects.read(found);
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ports = Parameters<typeof splitImport>[1] &
  Parameters<typeof reviewImport>[1] &
  Parameters<typeof weighPartition>[1] & { readonly imports: ReturnType<typeof loneImport> };

/** You check a part alone, although in the bucket only its manifest starts the import. */
function startedByAnyFile(feeds: Feeds, feedName: string): Feeds {
  const feed = feeds.feeds[feedName];
  if (feed?.file.trigger === undefined) return feeds;
  const { trigger: _, ...file } = feed.file;
  return { ...feeds, feeds: { ...feeds.feeds, [feedName]: { ...feed, file } } };
}

function splitFile(path: string, key: string, ports: Ports, feeds: Feeds): Promise<SplitOutput> {
  const { size, mtimeMs } = statSync(path);
  const event = {
    time: new Date(ports.clock.now()).toISOString(),
    detail: { bucket: { name: 'check' }, object: { key, size, etag: String(mtimeMs) } },
  };
  return splitImport({ event, execution: 'check' }, ports, { feeds, partitionsAtOnce: PARTITIONS_AT_ONCE });
}

async function runSteps(
  split: SplitOutput,
  ports: Ports,
  feeds: Feeds,
  onChunk: (progress: CheckProgress) => void,
): Promise<void> {
  if (split.status !== 'split') return;
  const { importId, chunks } = split;
  onChunk({ done: 0, total: chunks.length });
  for (const chunk of chunks) {
    await validateChunk({ importId, chunk }, ports, feeds);
    onChunk({ done: chunk.n + 1, total: chunks.length });
  }
  const { decision, partitions } = await reviewImport({ importId }, ports, feeds);
  if (decision !== 'dry-run') return;
  // No table stores these keys, so any secret works.
  const keys = {
    seenKeys: seenKeysOf(feeds.workspace, ''),
    rememberedKey: rememberedKeyOf(feeds.workspace, ''),
    personHash: personHashOf(feeds.workspace, ''),
    attributeHashes: attributeHashesOf(feeds.workspace, ''),
  };
  for (const partition of partitions) await weighPartition({ importId, partition }, ports, keys);
  await decideImport({ importId, partitions }, ports, feeds);
}

async function endCheck(importId: string, ports: Ports): Promise<Report> {
  const record = await ports.imports.find(importId);
  if (!record) throw new Error('The check found no record of its import.');
  const failure: Reason | undefined = undefined;
  const { report } = await reportImport(record, failure, ports);
  if (!report) throw new Error('The check wrote its report twice.');
  return report;
}
