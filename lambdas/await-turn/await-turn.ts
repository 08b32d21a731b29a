// Lets an import forward as soon as every import that comes before it has ended.
import type { AwaitTurnOutput } from '../contracts/workflow.ts';
import { SupersededError } from '../domain/errors.ts';
import { blockedBy, type EndedImport, nextWaitSeconds, skippedWaits } from '../domain/imports/turn.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Turns } from '../ports/turns.ts';

export interface AwaitTurnPorts {
  readonly imports: Turns &
    Pick<ImportRecords, 'setState' | 'setSkippedWait'> &
    Pick<ImportHistory, 'history'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Metrics;
}

/** Takes the turn, or returns how long to wait before the next try. A retry keeps the turn that it has. */
export async function awaitTurn(
  { importId, waitedSeconds }: { readonly importId: string; readonly waitedSeconds: number },
  { imports, clock, metrics }: AwaitTurnPorts,
  importsAtOnce: number,
): Promise<AwaitTurnOutput> {
  const { version, active } = await imports.turns();
  const self = active.find((other) => other.importId === importId);
  // It has ended: its execution was aborted meanwhile.
  if (!self) throw new SupersededError(`Import ${importId} is not active.`);
  metrics.emit({ imports_waiting: active.filter(({ forwarding }) => !forwarding).length });
  const wait = { turn: false, waitSeconds: nextWaitSeconds(waitedSeconds) };
  if (!self.forwarding) {
    const ended = await lastEnded(self.after, imports);
    const around = { active, ended, importsAtOnce, now: clock.now() };
    if (blockedBy(self, around)) return wait;
    const skippedWait = skippedWaits(self, around);
    if (skippedWait.length > 0) await imports.setSkippedWait(importId, skippedWait);
    if (!(await imports.takeTurn(importId, version))) return wait;
  }
  await imports.setState(importId, 'forwarding');
  return { turn: true, waitSeconds: 0 };
}

async function lastEnded(
  feeds: readonly string[],
  imports: Pick<ImportHistory, 'history'>,
): Promise<ReadonlyMap<string, EndedImport>> {
  const ended = new Map<string, EndedImport>();
  for (const feed of feeds) {
    const [last] = await imports.history(feed, 1);
    if (last) ended.set(feed, last);
  }
  return ended;
}
