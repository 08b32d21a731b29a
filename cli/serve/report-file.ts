// The files of a report for the browser: it shows the page, and downloads the other files.
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';

export interface ReportFile {
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Buffer>;
}

const PATH = /^\/reports\/([\w-]+)\/([\w-]+)\/(report\.html|report\.json|rejects\.csv|held\.csv)$/;

const TYPES: Readonly<Record<string, string>> = {
  'report.html': 'text/html; charset=utf-8',
  'report.json': 'application/json',
  'rejects.csv': 'text/csv; charset=utf-8',
  'held.csv': 'text/csv; charset=utf-8',
};

/** @param path of `/reports/<feed>/<importId>/<file>`. */
export async function findReportFile(objects: ObjectStore, path: string): Promise<ReportFile | undefined> {
  const [, feed = '', importId = '', name = ''] = PATH.exec(path) ?? [];
  const type = TYPES[name];
  const key = `${reportPrefix(feed, importId)}${name}`;
  if (type === undefined || !(await objects.find(key))) return undefined;
  const body = objects.stream({ key });
  if (name === 'report.html') return { type, body };
  return { type, headers: { 'content-disposition': `attachment; filename="${importId}-${name}"` }, body };
}
