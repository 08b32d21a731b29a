// Registers an import and plans it: its files are cut into chunks of whole records.
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { feedOfKey } from '../contracts/object-keys.ts';
import type { SplitInput, SplitOutput } from '../contracts/workflow.ts';
import { RefusedError, refusal } from '../domain/errors.ts';
import { type ImportRecord, importRecordOf } from '../domain/imports/import-record.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';
import { findParts, startsImport } from './find-parts.ts';
import { planImport, type SplitSettings } from './plan-import.ts';

export interface SplitPorts {
  readonly objects: ObjectStore;
  readonly imports: Pick<ImportRecords, 'register' | 'setState' | 'setReason'>;
  readonly clock: Clock;
}

/** A file that is refused ends as `refused`, with the reason in the import's record. */
export async function splitImport(
  { event, execution }: SplitInput,
  ports: SplitPorts,
  settings: SplitSettings,
): Promise<SplitOutput> {
  const { feeds } = settings;
  const record = importRecordOf(event, execution, feeds, ports.clock.now());
  const { importId, source } = record;
  const feed = feedOf(source.key, feeds);
  if (source.key.endsWith('/')) return { status: 'skipped', importId };
  if (feed && !(await startsImport(source, feed.file, ports.objects))) return { status: 'skipped', importId };
  if ((await ports.imports.register(record, { redrive: event.redrive })) === 'taken')
    return { status: 'skipped', importId };
  try {
    const chunks = await split(record, feed, ports, settings);
    return chunks ? { status: 'split', importId, execution, chunks } : { status: 'skipped', importId };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const reason = { code: error.code, message: error.message };
    await ports.imports.setReason(importId, reason, execution);
    return { status: 'refused', importId };
  }
}

/** @returns undefined if another execution has the import now: its plan must stay. */
async function split(
  record: ImportRecord,
  feed: Feed | undefined,
  { objects, imports }: SplitPorts,
  settings: SplitSettings,
) {
  if (!feed) throw refusal('unknown_feed', describeFeeds(record.source.key, settings.feeds));
  const parts = await findParts(record.source, feed.file, objects);
  const plan = await planImport({ record, feed, objects: parts }, objects, settings);
  if (!(await imports.setState(record.importId, 'validating', record.execution))) return undefined;
  await importFiles.plan.save(objects, plan, record.importId);
  return plan.chunks;
}

function feedOf(key: string, { feeds }: Feeds): Feed | undefined {
  const name = feedOfKey(key);
  return name !== undefined && Object.hasOwn(feeds, name) ? feeds[name] : undefined;
}

function describeFeeds(key: string, { feeds }: Feeds): string {
  return `It is "${feedOfKey(key) ?? ''}"; the feeds are: ${Object.keys(feeds).join(', ')}.`;
}
