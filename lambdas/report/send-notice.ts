// Sends the notice of an import that has ended or awaits approval, and counts the import.
import type { Report } from '../contracts/report.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { importMetrics } from '../domain/report/import-metrics.ts';
import { type NoticeSettings, noticeOf } from '../domain/report/notice.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Notices } from '../ports/notices.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';

export interface NoticePorts {
  readonly objects: ObjectStore;
  readonly imports: Pick<ImportRecords, 'setNotified'>;
  readonly notices: Notices;
  readonly metrics: Metrics;
}

/**
 * Sends one notice for each state, also if it is called several times. After a crash it can send the notice twice. The
 * import has ended before, so that a failed notice does not delay the next import.
 * @param report the report that was just written. If it is undefined, the stored report is read.
 */
export async function sendNotice(
  record: ImportRecord,
  report: Report | undefined,
  ports: NoticePorts,
  settings: NoticeSettings,
): Promise<void> {
  if (record.notified === (report?.state ?? record.state)) return;
  const ended = report ?? (await importFiles.report.open(ports.objects, record.feed, record.importId));
  await ports.notices.send(noticeOf(ended, settings));
  await ports.imports.setNotified(record.importId, ended.state);
  // A dry run must not raise an alarm.
  if (!ended.dryRun) ports.metrics.emit(importMetrics(ended), ended.feed);
}
