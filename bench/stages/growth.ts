// How time and memory grow with the size of a file: 10 MB, 100 MB and 1 GB. The imports are held, so that every step
// except Forward runs. Forward works on one partition at a time, and all partitions have the same size.
import { importFile } from '../../cli/local/import-file.ts';
import { count } from '../../lambdas/contracts/format.ts';
import { functionName, openCloud } from '../cloud/open-cloud.ts';
import { eventsFileToHold } from '../files/write-file.ts';
import { atMost, type Result, result, withGoal } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';

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
    ...growth.map((rows, at) => result('growth', count(rows, 'row'), seconds[at] ?? 0, 's')),
    withGoal(
      result(
        'growth',
        'slope of the last step, compared with the step before',
        slope(last) / slope(last - 1),
        '×',
      ),
      atMost(1.1),
    ),
    ...Object.entries(memory[last] ?? {}).flatMap(([name, bytes]) => [
      withGoal(result('memory', `${functionName(name)}, at 1 GB`, bytes / MEBIBYTE, 'MB'), atMost(300)),
      withGoal(
        result(
          'memory',
          `${functionName(name)}, 1 GB compared with 100 MB`,
          bytes / (memory[last - 1]?.[name] ?? bytes),
          '×',
        ),
        atMost(1.1),
      ),
    ]),
  ];
}
