// Tells of an import that has ended: systems, people and metrics.
import type { Report } from '../contracts/report.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { importMetrics } from '../domain/report/import-metrics.ts';
import { type NoticeSettings, noticeOf } from '../domain/report/notice.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Notices } from '../ports/notices.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';

export interface TellPorts {
  readonly objects: ObjectStore;
  readonly imports: Pick<ImportRecords, 'setNotified'>;
  readonly notices: Notices;
  readonly metrics: Metrics;
}

/**
 * Tells of each state once, however often it is called; of one whose telling broke off, perhaps twice.
 * The import has ended before: that nobody could be told gives its turn to the next all the same.
 * @param report the one just written; without it the written one is read.
 */
export async function tellImport(
  record: ImportRecord,
  report: Report | undefined,
  ports: TellPorts,
  settings: NoticeSettings,
): Promise<void> {
  if (record.notified === (report?.state ?? record.state)) return;
  const ended = report ?? (await importFiles.report.open(ports.objects, record.feed, record.importId));
  await ports.notices.send(noticeOf(ended, settings));
  await ports.imports.setNotified(record.importId, ended.state);
  // What was only tried out must raise no alarm.
  if (!ended.dryRun) ports.metrics.emit(importMetrics(ended), ended.feed);
}
