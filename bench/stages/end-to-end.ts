// End to end on the embedded engine: a first import, the nightly file of the same window (c), the naive whole on the
// same servers; and what the reports say of requests, memory and money.
import { importFile } from '../../cli/import-file.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import { BATCH_LIMIT_BYTES } from '../../lambdas/domain/delivery/pack.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { functionName, openCloud } from '../cloud/open-cloud.ts';
import { eventsFile } from '../files/write-file.ts';
import { rowSender, sendRows } from '../naive/send-rows.ts';
import { atLeast, atMost, type Result, result } from '../results.ts';
import type { Scale } from '../scale.ts';

/** Of a nightly window 98.3 % were in the one before. */
const NEW_SHARE = 0.017;
/** An item of 323 bytes and the comma behind it. */
const ITEM_BYTES = 324;

export async function measureEndToEnd({ imported, sentNaively }: Scale): Promise<Result[]> {
  await using open = await openCloud();
  const { cloud } = open;
  const run = async (from: number, to: number) =>
    importFile(cloud, { path: await eventsFile(from, to), feed: 'events' });
  await run(10_000_000, 10_002_000);

  const sentBefore = cloud.standIn.requests.length;
  const first = await run(0, imported);
  const fullness = fullnessOf(cloud.standIn.requests.slice(sentBefore));
  const memory = cloud.memory();
  const news = Math.round(imported * NEW_SHARE);
  const nightly = await run(news, imported + news);
  const repeated = await run(0, imported);
  const quadruple = await run(30_000_000, 30_000_000 + 4 * imported);
  const naive = await naiveRowsPerSecond(cloud, await eventsFile(20_000_000, 20_000_000 + sentNaively));

  return [
    result('end to end', 'new rows', speedOf(first) / 1000, 'k rows/s'),
    result('end to end', 'beside a PutItem and a POST per row', speedOf(first) / naive, '×', atLeast(10)),
    result(
      'end to end (c)',
      'nightly beside first import',
      speedOf(nightly) / speedOf(first),
      '×',
      atLeast(5),
    ),
    result('end to end (c)', 'requests for rows that repeat', repeated.requests, 'requests', atMost(0)),
    result('requests', 'how full batches are', 100 * fullness, '%', atLeast(95)),
    result(
      'requests',
      'per 1,000 rows of 323 B',
      (1000 * ITEM_BYTES) / BATCH_LIMIT_BYTES / fullness,
      '',
      atMost(0.75),
    ),
    ...memoryResults(memory, cloud.memory()),
    result('cost', 'a million new rows', perMillion(quadruple), '$', atMost(0.8)),
    result('cost', 'a million rows that repeat', perMillion(repeated), '$', atMost(0.1)),
  ];
}

const speedOf = ({ rows, seconds }: Report) => rows / seconds;
const perMillion = ({ cost, rows }: Report) => ((cost?.dollars ?? Number.NaN) * 1e6) / rows;

function fullnessOf(sent: readonly { readonly bytes: number }[]): number {
  return sent.reduce((sum, { bytes }) => sum + bytes, 0) / sent.length / BATCH_LIMIT_BYTES;
}

/** Most memory of each function after a file, and after one four times as large. */
function memoryResults(
  small: Readonly<Record<string, number>>,
  large: Readonly<Record<string, number>>,
): Result[] {
  return Object.entries(large).map(([name, bytes]) => {
    const measure = `${functionName(name)}, when a file of 16 MB grows four times`;
    return result('memory', measure, bytes / (small[name] ?? bytes), '×', atMost(1.1));
  });
}

async function naiveRowsPerSecond(cloud: EmbeddedCloud, path: string): Promise<number> {
  const table =
    Object.entries(cloud.tables).find(([logicalId]) => logicalId.includes('SeenTable'))?.[1] ?? '';
  const credentials = { siteId: 'bench', apiKey: 'bench' };
  cloud.standIn.setCredentials(credentials);
  const sender = rowSender(cloud.dynamodb, table, cloud.standIn.url, credentials);
  const start = performance.now();
  const rows = await sendRows(path, sender);
  await sender.close();
  return (rows * 1000) / (performance.now() - start);
}
