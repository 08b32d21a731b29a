// Who forwards next: what an import that asks for its turn and an import that has ended both look at, and the wake.
import { type AwaitTurnOutput, TURN_SECONDS } from '../contracts/workflow.ts';
import {
  type ActiveImport,
  type EndedImport,
  isOverdue,
  nextInTurn,
  oldestWaiting,
  type Surroundings,
} from '../domain/imports/turn.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Turns } from '../ports/turns.ts';
import type { WaitingTasks } from '../ports/waiting-tasks.ts';

export interface TurnPorts {
  readonly imports: Turns & Pick<ImportRecords, 'find'> & Pick<ImportHistory, 'history'>;
  readonly tasks: WaitingTasks;
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Metrics;
}

export interface Look {
  /** Of the turns: see `takeTurn`. */
  readonly version: number;
  readonly around: Surroundings;
}

/** @param asking an import that counts as waiting, because it asks now. */
export async function lookAround(
  { imports, clock, metrics }: Pick<TurnPorts, 'imports' | 'clock' | 'metrics'>,
  importsAtOnce: number,
  asking?: string,
): Promise<Look> {
  const { version, active: all } = await imports.turns();
  metrics.emit({ imports_waiting: all.filter(({ forwarding }) => !forwarding).length });
  const now = clock.now();
  const active = all.map((one) => (one.importId === asking ? { ...waiting(one), asksUntil: Infinity } : one));
  const feeds = oldestWaiting({ active, now }).flatMap(({ after }) => after);
  return { version, around: { active, ended: await lastEnded(feeds, imports), importsAtOnce, now } };
}

function waiting({ wokenAt: _, ...one }: ActiveImport): ActiveImport {
  return one;
}

async function lastEnded(
  feeds: readonly string[],
  imports: Pick<ImportHistory, 'history'>,
): Promise<ReadonlyMap<string, EndedImport>> {
  const ended = new Map<string, EndedImport>();
  for (const feed of new Set(feeds)) {
    const [last] = await imports.history(feed, 1);
    if (last) ended.set(feed, last);
  }
  return ended;
}

/** Wakes the imports that may forward now. Called after an import has given its turn back. */
export async function wakeNext(ports: TurnPorts, importsAtOnce: number): Promise<void> {
  const { around } = await lookAround(ports, importsAtOnce);
  await wake(nextInTurn(around), ports);
}

/** Nothing happens if a task no longer waits. One that was just woken is not woken again. */
export async function wake(
  imports: readonly ActiveImport[],
  { imports: table, tasks, clock }: Pick<TurnPorts, 'imports' | 'tasks' | 'clock'>,
): Promise<void> {
  for (const one of imports) {
    const { importId, asksUntil } = one;
    if (one.wokenAt !== undefined && !isOverdue(one, clock.now())) continue;
    const token = (await table.find(importId))?.turnToken;
    if (token !== undefined) await tasks.succeed(token, ASK_AGAIN);
    await table.noteWoken(importId, asksUntil);
  }
}

/** It checks for itself whether it is its turn. */
const ASK_AGAIN: AwaitTurnOutput = { turn: false, waitSeconds: TURN_SECONDS };
