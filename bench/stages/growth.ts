// How time and memory grow with the file: imports that are held, so that all but Forward runs, over files of 10 MB,
// 100 MB and 1 GB. Forward works partition by partition, and all partitions are of one size.
import { importFile } from '../../cli/import-file.ts';
import { functionName, openCloud } from '../cloud/open-cloud.ts';
import { eventsFileToHold } from '../files/write-file.ts';
import { atMost, type Result, result } from '../results.ts';
import type { Scale } from '../scale.ts';

const MEBIBYTE = 1024 * 1024;

export async function measureGrowth({ growth }: Scale): Promise<Result[]> {
  if (growth.length < 3) return [];
  await using open = await openCloud();
  const seconds: number[] = [];
  const memory: Readonly<Record<string, number>>[] = [];
  for (const rows of growth) {
    const report = await importFile(open.cloud, { path: await eventsFileToHold(rows), feed: 'held' });
    seconds.push(report.seconds);
    memory.push(open.cloud.memory());
  }
  const slope = (at: number) =>
    ((seconds[at] ?? 0) - (seconds[at - 1] ?? 0)) / ((growth[at] ?? 0) - (growth[at - 1] ?? 0));
  const last = growth.length - 1;
  return [
    ...growth.map((rows, at) =>
      result('growth', `${rows.toLocaleString('en-US')} rows`, seconds[at] ?? 0, 's'),
    ),
    result(
      'growth',
      'slope of the last step beside the one before',
      slope(last) / slope(last - 1),
      '×',
      atMost(1.1),
    ),
    ...Object.entries(memory[last] ?? {}).flatMap(([name, bytes]) => [
      result('memory', `${functionName(name)}, at 1 GB`, bytes / MEBIBYTE, 'MB', atMost(300)),
      result(
        'memory',
        `${functionName(name)}, 1 GB beside 100 MB`,
        bytes / (memory[last - 1]?.[name] ?? bytes),
        '×',
        atMost(1.1),
      ),
    ]),
  ];
}
