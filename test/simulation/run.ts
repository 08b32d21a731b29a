// One run: files are dropped while faults happen, an operator redrives imports that stopped and approves held ones, the
// last file of each feed is dropped again without faults, and the result is checked.
import { DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Answers } from '../../local/customerio/unverified.ts';
import type { Word } from './approvals.ts';
import { type Cloud, createCloud } from './cloud.ts';
import type { Deployment } from './deployment.ts';
import { csvOf, type Export, isPeopleFeed } from './exports.ts';
import type { Effect, Fate } from './invocation.ts';
import type { Json } from './json-path.ts';
import type { Mutant } from './mutant.ts';
import { type Random, randomOf } from './random.ts';
import { type Dropped, type Judgement, judge, recordsIn } from './verdict.ts';

export interface Scenario {
  readonly deployment: Deployment;
  readonly drops: readonly Drop[];
  readonly random?: Random;
  /** Which of the `ready` callers runs next. The default is the first. */
  readonly choose?: (ready: number) => number;
  readonly latency?: (functionName: string) => number;
  /** The faults of the effects until all files are imported. The default is none. */
  readonly fateOf?: (effect: Effect) => Fate;
  /** How a person answers a canary until all files are imported. The default is yes. */
  readonly word?: () => Word;
  /** Changes the cloud before the first file is dropped. `redrive`: as an operator, all imports that have stopped. */
  readonly prepare?: (cloud: Cloud, redrive: () => void) => void;
  /** Other versions are deployed. In the end, the first one imports all files of events again. */
  readonly releases?: boolean;
  readonly mutant?: Mutant | undefined;
  /** How Customer.io answers what it does not document. The default is the usual way. */
  readonly answers?: Partial<Answers>;
}

export interface Drop {
  /** Seconds after the start. */
  readonly at: number;
  readonly file: Export;
  /** How many notifications the bucket sends. The default is one. */
  readonly times?: number;
  readonly dryRun?: boolean;
}

export interface Run extends Judgement {
  readonly cloud: Cloud;
  /** Effects until all files were imported. */
  readonly effects: number;
  /** Imports that an operator had to redrive. Approved ones do not count. */
  readonly redriven: number;
}

/** The most redrives of an operator. */
const MOST_REDRIVES = 3;

export async function run(scenario: Scenario): Promise<Run> {
  const { drops, random = randomOf(1), choose = () => 0, releases = false } = scenario;
  let [orphans, faulty] = [false, false];
  const fateOf = (effect: Effect): Fate => {
    const fate = scenario.fateOf?.(effect) ?? 'well';
    orphans ||= fate === 'orphaned';
    faulty ||= fate !== 'well';
    return fate;
  };
  const cloud = createCloud({ ...scenario, random, choose, fateOf });
  const dropped: Dropped[] = [];
  const events = new Map<string, Json>();
  scenario.prepare?.(cloud, () => void redriveStopped(cloud, events));
  const drop = async (
    name: string,
    file: Export,
    { times, dryRun = false }: Omit<Drop, 'at' | 'file'> = {},
  ) => {
    const key = `${dryRun ? DRY_RUN : INCOMING}${file.feed}/${name}.csv`;
    const csv = csvOf(file);
    dropped.push({ key, file, csv, dryRun });
    events.set(key, await cloud.drop(key, csv, times));
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
  const redriven = await redriveAll(cloud, events);
  cloud.versions.clear();
  for (const [n, file] of lastFiles(drops, scenario).entries()) {
    await drop(`copy-${n}`, file);
    await cloud.scheduler.idle();
    // A file with more than half of its rows wrong is held, and so is its copy.
    for (const { importId, source } of recordsIn(cloud).filter(({ state }) => state === 'held'))
      cloud.approve(importId, events.get(source.key) ?? null);
    await cloud.scheduler.idle();
    noteHeld(dropped, cloud);
  }
  const circumstances = { orphans, faulty, abandoned: cloud.abandoned(), disputes: releases };
  return { ...judge(cloud, dropped, circumstances), cloud, effects, redriven };
}

/** Adds to the file that was imported last who is in Customer.io now. */
function noteHeld(dropped: Dropped[], { vendor }: Cloud): void {
  const last = dropped.pop();
  if (last) dropped.push({ ...last, held: structuredClone([...vendor.workspace.people()]) });
}

/** The last file of each feed; if a version has rejected rows that the first accepts, all files of events. */
function lastFiles(drops: readonly Drop[], { releases = false }: Pick<Scenario, 'releases'>): Export[] {
  const sent = drops.filter(({ dryRun }) => !dryRun);
  const inOrder = sent.toSorted((a, b) => a.at - b.at).map(({ file }) => file);
  return inOrder.filter(
    ({ feed }, index) =>
      (releases && !isPeopleFeed(feed)) || index === inOrder.findLastIndex((other) => other.feed === feed),
  );
}

async function redriveAll(cloud: Cloud, events: ReadonlyMap<string, Json>): Promise<number> {
  let redriven = 0;
  for (let round = 0; round < MOST_REDRIVES; round++) {
    const stopped = redriveStopped(cloud, events);
    if (stopped.length === 0) break;
    redriven += stopped.filter(({ state }) => state !== 'held').length;
    await cloud.scheduler.idle();
  }
  return redriven;
}

/** @param events the bucket's notification about each file, by its key. @returns what had stopped. */
export function redriveStopped(
  cloud: Cloud,
  events: Pick<ReadonlyMap<string, Json>, 'get'>,
): readonly ImportRecord[] {
  const stopped = recordsIn(cloud).filter(hasStopped);
  for (const { importId, source, state, approved } of stopped) {
    const event = (events.get(versionOf(source)) ?? events.get(source.key)) as object;
    if (state === 'held') cloud.approve(importId, event as Json);
    // Like the command `redrive`.
    else cloud.start({ ...event, redrive: true, ...(approved && { approved }) });
  }
  return stopped;
}

/** A key that is dropped again is another import. */
export function versionOf({
  key,
  versionId = '',
}: Pick<ImportRecord['source'], 'key' | 'versionId'>): string {
  return `${key} ${versionId}`;
}

function hasStopped({ state }: ImportRecord): boolean {
  return state === 'failed' || state === 'paused' || state === 'held';
}
