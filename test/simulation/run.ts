// One run: files are dropped while things go wrong, an operator redrives what stopped and approves
// what is held, every file is dropped once more in
// peace, and what is left is judged.
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Word } from './approvals.ts';
import { type Cloud, createCloud } from './cloud.ts';
import type { Deployment } from './deployment.ts';
import { csvOf, type Export } from './exports.ts';
import type { Effect, Fate } from './invocation.ts';
import type { Json } from './json-path.ts';
import type { Mutant } from './mutant.ts';
import { type Random, randomOf } from './random.ts';
import { type Dropped, type Judgement, judge, recordsIn } from './verdict.ts';

export interface Scenario {
  readonly deployment: Deployment;
  readonly drops: readonly Drop[];
  readonly random?: Random;
  /** Which of so many that are ready goes next; the first unless told. */
  readonly choose?: (ready: number) => number;
  readonly latency?: (functionName: string) => number;
  /** What befalls the effects until the files are through; nothing unless told. */
  readonly fateOf?: (effect: Effect) => Fate;
  /** What a person says of a canary until the files are through; yes unless told. */
  readonly word?: () => Word;
  /** Changes the cloud before the first file is dropped. */
  readonly prepare?: (cloud: Cloud) => void;
  readonly mutant?: Mutant | undefined;
}

export interface Drop {
  /** Seconds after the beginning. */
  readonly at: number;
  readonly file: Export;
  /** How often the bucket tells of it; once unless told. */
  readonly times?: number;
  readonly dryRun?: boolean;
}

export interface Run extends Judgement {
  readonly cloud: Cloud;
  /** Effects until the files were through. */
  readonly effects: number;
  /** Imports that an operator had to take up again, those aside that he approved. */
  readonly redriven: number;
}

/** Redrives after which an operator gives up. */
const MOST_REDRIVES = 3;

export async function run(scenario: Scenario): Promise<Run> {
  const { deployment, drops, mutant, random = randomOf(1), choose = () => 0, latency, word } = scenario;
  let orphans = false;
  const fateOf = (effect: Effect): Fate => {
    const fate = scenario.fateOf?.(effect) ?? 'well';
    orphans ||= fate === 'orphaned';
    return fate;
  };
  const cloud = createCloud({
    deployment,
    random,
    choose,
    fateOf,
    mutant,
    word,
    ...(latency && { latency }),
  });
  scenario.prepare?.(cloud);
  const dropped: Dropped[] = [];
  const told = new Map<string, Json>();
  const drop = async (
    name: string,
    file: Export,
    { times, dryRun = false }: Omit<Drop, 'at' | 'file'> = {},
  ) => {
    const key = `${dryRun ? DRY_RUN : INCOMING}${file.feed}/${name}.csv`;
    const csv = csvOf(file);
    dropped.push({ key, file, csv, dryRun });
    told.set(key, await cloud.drop(key, csv, times));
  };
  for (const [n, { at, file, ...rest }] of drops.entries()) {
    cloud.scheduler.after(at, () => void drop(String(n), file, rest));
  }
  await cloud.scheduler.idle();
  const effects = cloud.effects();
  cloud.fateOf = () => 'well';
  cloud.vendor.outage = undefined;
  cloud.word = () => 'yes';
  cloud.redeliver();
  await cloud.scheduler.idle();
  const redriven = await redriveAll(cloud, told);
  for (const [n, file] of lastOfEachFeed(drops).entries()) {
    await drop(`copy-${n}`, file);
    await cloud.scheduler.idle();
    // A file of which more than half is wrong is held, the copy too.
    for (const { importId, source } of recordsIn(cloud).filter(({ state }) => state === 'held'))
      cloud.approve(importId, told.get(source.key) ?? null);
    await cloud.scheduler.idle();
  }
  return { ...judge(cloud, dropped, { orphans, abandoned: cloud.abandoned() }), cloud, effects, redriven };
}

function lastOfEachFeed(drops: readonly Drop[]): Export[] {
  const sent = drops.filter(({ dryRun }) => !dryRun);
  const inOrder = sent.toSorted((a, b) => a.at - b.at).map(({ file }) => file);
  return inOrder.filter(({ feed }, index) => index === inOrder.findLastIndex((other) => other.feed === feed));
}

async function redriveAll(cloud: Cloud, told: ReadonlyMap<string, Json>): Promise<number> {
  let redriven = 0;
  for (let round = 0; round < MOST_REDRIVES; round++) {
    const stopped = recordsIn(cloud).filter(hasStopped);
    if (stopped.length === 0) break;
    for (const { importId, source, state, approved } of stopped) {
      const event = told.get(source.key) as object;
      if (state === 'held') cloud.approve(importId, event as Json);
      // As the command line's redrive says it.
      else cloud.start({ ...event, redrive: true, ...(approved && { approved }) });
      if (state !== 'held') redriven++;
    }
    await cloud.scheduler.idle();
  }
  return redriven;
}

function hasStopped({ state }: ImportRecord): boolean {
  return state === 'failed' || state === 'paused' || state === 'held';
}
