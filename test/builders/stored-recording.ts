// The recording of test/fixtures/stored-2026-11-25: what the version of 2026-11-25 stored, step by step.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import { type Feeds, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { type RecordedPipeline, type RecordedStep, recordedPipeline } from './recorded-pipeline.ts';
import { type Run, runRecorded } from './recorded-workflow.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/stored-2026-11-25');

export const STORED_FEEDS: Feeds = FeedsSchema.parse(
  JSON.parse(readFileSync(join(FOLDER, 'feeds.json'), 'utf8')),
);

export const STORED_STEPS: readonly RecordedStep[] = readFileSync(join(FOLDER, 'steps.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedStep);

/** In the order in which they began. */
export const EXECUTIONS = [
  ...new Set(STORED_STEPS.flatMap(({ of, step }) => (step === 'drop' || step === 'remove' ? [] : [of]))),
];

/** The pipeline as it was after this number of steps. */
export function storedAfter(steps: number): Promise<RecordedPipeline> {
  return recordedPipeline(STORED_FEEDS, 0, STORED_STEPS.slice(0, steps));
}

/** The pipeline as it was after the n-th step of this kind of an execution, counted from 1. */
export function storedAfterStep(execution: string, step: string, n = 1): Promise<RecordedPipeline> {
  const at = stepsOf(execution).filter((index) => STORED_STEPS[index]?.step === step)[n - 1];
  if (at === undefined) throw new Error(`${execution} has no ${n} steps ${step}`);
  return storedAfter(at + 1);
}

/** Positions of an execution's steps. */
export function stepsOf(execution: string): number[] {
  return STORED_STEPS.flatMap(({ of, step }, index) => (of === execution && step !== 'drop' ? [index] : []));
}

/** Continues a recorded execution with the faults that it had. @returns the import's id. */
export function goOn(pipeline: RecordedPipeline, execution: string): Promise<string> {
  const indexes = stepsOf(execution);
  const faults = Object.fromEntries(
    indexes.flatMap((index, n) => {
      const fault = STORED_STEPS[index]?.fault;
      return fault ? [[n, fault]] : [];
    }),
  );
  const before = async (_: FunctionName, n: number): Promise<void> => {
    const removed = STORED_STEPS[(indexes[n] ?? 0) - 1];
    if (removed?.step === 'remove') await pipeline.remove(removed.of);
  };
  return runRecorded(pipeline, { execution, event: eventOf(execution), faults, before } satisfies Run);
}

/** The event that started it: of the last file that was dropped before, as a redrive or approved if its name says so. */
function eventOf(execution: string): object {
  const base = execution.replace(/-(redrive|approved)$/, '');
  const first = stepsOf(base)[0] ?? 0;
  const dropped = STORED_STEPS.slice(0, first).findLast(({ step }) => step === 'drop');
  return {
    ...(dropped?.output as object),
    ...(execution.endsWith('-redrive') && { redrive: true }),
    ...(execution.endsWith('-approved') && { approved: true }),
  };
}
