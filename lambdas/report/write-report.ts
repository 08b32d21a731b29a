// Writes the files of a report: report.html, report.json, and the rows in rejects.csv and held.csv.
import { reportPrefix } from '../contracts/object-keys.ts';
import type { Report } from '../contracts/report.ts';
import { renderReport } from '../domain/page/report-page.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';
import { allLines, heldLines } from './held-rows.ts';
import type { ReadImport } from './read-import.ts';
import { rejectLines } from './rejected-rows.ts';

export async function writeReport(
  report: Report,
  { plan, review, generations }: ReadImport,
  objects: ObjectStore,
): Promise<void> {
  const { feed, importId, outcomes } = report;
  const prefix = reportPrefix(feed, importId);
  if (plan && review) {
    const rejects = rejectLines(importId, plan, objects, generations);
    await objects.writeStream(`${prefix}rejects.csv`, rejects, 'text/csv');
    if (outcomes.held > 0 && !report.dryRun) {
      const lines = report.state === 'held' ? allLines : heldLines;
      await objects.writeStream(`${prefix}held.csv`, lines(importId, plan, objects), 'text/csv');
    }
  }
  await objects.write(`${prefix}report.html`, renderReport(report), 'text/html; charset=utf-8');
  await importFiles.report.save(objects, report, feed, importId);
}
