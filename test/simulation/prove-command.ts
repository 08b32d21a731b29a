// `npm run prove`: the proof for so many minutes on all cores, and its table; or one seed again.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import Table from 'cli-table3';
import { Command } from 'commander';
import { deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { type Figures, prove, type Share } from './prove.ts';
import { runSchedule } from './schedules.ts';

if (isMainThread) {
  const { minutes, seed } = new Command('prove')
    .option('--minutes <minutes>', 'how long to go on', Number, 5)
    .option('--seed <seed>', 'runs one random schedule again', Number)
    .parse()
    .opts<{ minutes: number; seed?: number }>();
  process.exitCode = seed === undefined ? await proveAll(minutes) : await replay(seed);
} else {
  parentPort?.postMessage(await prove(await deploy(FEEDS), workerData as Share, Date.now));
}

async function replay(seed: number): Promise<number> {
  const { violations, effects, redriven, reports } = await runSchedule(await deploy(FEEDS), seed);
  for (const { importId, state, rows, outcomes } of reports.values()) {
    const counts = Object.entries(outcomes).filter(([, count]) => count > 0);
    console.log(`${importId}  ${state}  ${rows} rows  ${counts.map((one) => one.join(' ')).join(', ')}`);
  }
  console.log(`seed ${seed}: ${effects} effects, ${redriven} redriven, ${violations.length} broken promises`);
  for (const violation of violations) console.log(`  ${violation}`);
  return violations.length === 0 ? 0 : 1;
}

async function proveAll(minutes: number): Promise<number> {
  await deploy(FEEDS);
  const workers = availableParallelism();
  const shares = Array.from({ length: workers }, (_, worker): Share => ({ worker, workers, minutes }));
  const all = await Promise.all(shares.map(runShare));
  const sum = (pick: (figures: Figures) => number) => all.reduce((total, one) => total + pick(one), 0);
  const broken = all.flatMap((one) => one.broken);
  const table = new Table({ head: ['what', 'runs'], style: { head: [], border: [] } });
  table.push(
    ['crash points: every effect, struck in every way', sum(({ points }) => points)],
    ['pairs of them, sampled', sum(({ pairs }) => pairs)],
    ['random schedules of overlapping imports', sum(({ schedules }) => schedules)],
    ['imports that an operator had to redrive', sum(({ redriven }) => redriven)],
    ['events posted again, absorbed by their ULID', sum(({ extraPosts }) => extraPosts)],
    ['mutants caught', `${sum(({ caught }) => caught)}/${sum(({ mutants }) => mutants)}`],
    ['broken promises', broken.length],
  );
  console.log(`${minutes} minutes on ${workers} cores; seeds from 0\n${table}`);
  for (const one of broken.slice(0, 20)) console.log(`  ${one}`);
  return broken.length === 0 ? 0 : 1;
}

async function runShare(share: Share): Promise<Figures> {
  const [figures] = await once(new Worker(new URL(import.meta.url), { workerData: share }), 'message');
  return figures as Figures;
}
