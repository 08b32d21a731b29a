// Adds an ended import to the page of imports. The page is never changed, but written again from one small object for
// each import. The writer then checks for new objects, so that two imports that end at the same time are both on the
// page.
import { IMPORTS_PAGE, SUMMARIES, summaryKey } from '../contracts/object-keys.ts';
import { ImportSummarySchema, type Report } from '../contracts/report.ts';
import { inBatches } from '../domain/in-batches.ts';
import { renderImports, summaryOf } from '../domain/page/imports-page.ts';
import type { ObjectStore } from '../ports/object-store.ts';

const MOST_SHOWN = 200;
const CONCURRENCY = 16;
/** The next report writes the page again anyway. */
const MOST_LOOKS = 3;

export async function listImport(report: Report, objects: ObjectStore): Promise<void> {
  const key = summaryKey(Date.parse(report.arrivedAt), report.importId);
  await objects.write(key, JSON.stringify(summaryOf(report)), 'application/json');
  let keys = await newest(objects);
  for (let looks = 1; ; looks++) {
    const summaries = await inBatches(keys, CONCURRENCY, (one) => readSummary(one, objects));
    const page = renderImports(summaries.flatMap((summary) => summary ?? []));
    await objects.write(IMPORTS_PAGE, page, 'text/html; charset=utf-8');
    const now = await newest(objects);
    if (looks === MOST_LOOKS || now.join() === keys.join()) return;
    keys = now;
  }
}

async function newest(objects: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of objects.list(SUMMARIES)) {
    keys.push(key);
    if (keys.length === MOST_SHOWN) break;
  }
  return keys;
}

/** Undefined if another version wrote it in another format. */
async function readSummary(key: string, objects: ObjectStore) {
  return ImportSummarySchema.safeParse(JSON.parse((await objects.read({ key })).toString('utf8'))).data;
}
