// End to end on the embedded engine: a first import, the nightly file of the same window (c), and a naive program on the
// same servers. Requests, memory and cost are those of the reports.
import { importFile } from '../../cli/local/import-file.ts';
import type { Report } from '../../lambdas/contracts/report.ts';
import { BATCH_LIMIT_BYTES } from '../../lambdas/domain/delivery/pack.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { functionName, openCloud } from '../cloud/open-cloud.ts';
import { eventsFile } from '../files/write-file.ts';
import { atLeast, atMost, type Result, result, withGoal } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';
import { rowSender, sendRows } from '../naive/send-rows.ts';

/** 98.3 % of the rows of a nightly file were in the file of the night before. */
const NEW_SHARE = 0.017;
/** An item of 323 bytes and a comma. */
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
    withGoal(
      result('end to end', 'compared with a PutItem and a POST per row', speedOf(first) / naive, '×'),
      atLeast(10),
    ),
    withGoal(
      result(
        'end to end (c)',
        'nightly, compared with the first import',
        speedOf(nightly) / speedOf(first),
        '×',
      ),
      atLeast(5),
    ),
    withGoal(
      result('end to end (c)', 'requests for repeated rows', repeated.requests, 'requests'),
      atMost(0),
    ),
    withGoal(result('requests', 'average size of a batch, of its limit', 100 * fullness, '%'), atLeast(95)),
    withGoal(
      result('requests', 'per 1,000 rows of 323 B', (1000 * ITEM_BYTES) / BATCH_LIMIT_BYTES / fullness, ''),
      atMost(0.75),
    ),
    ...memoryResults(memory, cloud.memory()),
    withGoal(result('cost', 'a million new rows', perMillion(quadruple), '$'), atMost(0.8)),
    withGoal(result('cost', 'a million repeated rows', perMillion(repeated), '$'), atMost(0.1)),
  ];
}

const speedOf = ({ rows, seconds }: Report) => rows / seconds;
const perMillion = ({ cost, rows }: Report) => ((cost?.dollars ?? Number.NaN) * 1e6) / rows;

function fullnessOf(sent: readonly { readonly bytes: number }[]): number {
  return sent.reduce((sum, { bytes }) => sum + bytes, 0) / sent.length / BATCH_LIMIT_BYTES;
}

/** Peak memory of each function with a file, and with a file four times as large. */
function memoryResults(
  small: Readonly<Record<string, number>>,
  large: Readonly<Record<string, number>>,
): Result[] {
  return Object.entries(large).map(([name, bytes]) => {
    const measure = `${functionName(name)}, 64 MB compared with 16 MB`;
    return withGoal(result('memory', measure, bytes / (small[name] ?? bytes), '×'), atMost(1.1));
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
