// Lets an import forward as soon as every import that comes before it has ended.
import type { AwaitTurnInput, AwaitTurnOutput } from '../contracts/workflow.ts';
import { TURN_SECONDS } from '../contracts/workflow.ts';
import { SupersededError } from '../domain/errors.ts';
import {
  type ActiveImport,
  type Blocked,
  blockedBy,
  isBehind,
  longerTurnSeconds,
  nextInTurn,
  nextWaitSeconds,
  skippedWaits,
  turnSeconds,
} from '../domain/imports/turn.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import { type Look, lookAround, type TurnPorts, wake } from '../work/turns.ts';

export interface AwaitTurnPorts extends TurnPorts {
  readonly imports: TurnPorts['imports'] &
    Pick<ImportRecords, 'setState' | 'setSkippedWait' | 'setTurnToken'>;
}

const TURN: AwaitTurnOutput = { turn: true, waitSeconds: 0 };
/** How often it looks again, if other imports take or give up their turns at the same moment. */
const MOST_LOOKS = 10;
/** How much longer than its time-out a task may take until it asks again. */
const LATE_MILLISECONDS = 60_000;

/**
 * Takes the turn, or returns how long to wait before the next try. A retry keeps the turn that it has.
 *
 * With a token, it first stores the token and then looks, so that an import that ends in between wakes it. It sends the
 * token back if it need not wait, or must wait for a shorter time.
 */
export async function awaitTurn(
  call: AwaitTurnInput,
  ports: AwaitTurnPorts,
  importsAtOnce: number,
): Promise<AwaitTurnOutput> {
  const { importId, taskToken, execution, waitSeconds = TURN_SECONDS } = call;
  if (taskToken === undefined) return await ask(call, ports, importsAtOnce);
  const { imports, tasks, clock } = ports;
  const until = clock.now() + waitSeconds * 1000 + LATE_MILLISECONDS;
  const stored =
    (await imports.setTurnToken(importId, taskToken, execution ?? '')) &&
    (await imports.noteWaiting(importId, until));
  if (!stored) throw ended(importId);
  const output = await ask(call, ports, importsAtOnce);
  if (output.turn || output.waitSeconds !== waitSeconds) await tasks.succeed(taskToken, output);
  return output;
}

async function ask(
  call: AwaitTurnInput,
  ports: AwaitTurnPorts,
  importsAtOnce: number,
): Promise<AwaitTurnOutput> {
  const { importId, execution } = call;
  const { imports, clock } = ports;
  const known = await imports.firstOfFeed(importId);
  if (known && isBehind(known.self, known.first))
    return waitOf(call, known.self, { obstacle: 'own-feed' }, clock.now());
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const look = await lookAround(ports, importsAtOnce, importId);
    const self = look.around.active.find((other) => other.importId === importId);
    // It has ended: its execution was aborted meanwhile.
    if (!self) throw ended(importId);
    if (!self.forwarding) {
      const going = nextInTurn(look.around);
      if (!going.includes(self)) {
        // Their wake may be lost: the function that sends it may have died.
        await wake(going, ports);
        const blocked = blockedBy(self, look.around) ?? { obstacle: 'no-place' };
        return waitOf(call, self, blocked, look.around.now);
      }
      if (!(await takeTurn(self, look, imports))) continue;
    }
    await imports.setState(importId, 'forwarding', execution);
    return TURN;
  }
  // One second, so that a task with a token asks again soon.
  return { turn: false, waitSeconds: 1 };
}

async function takeTurn(
  self: ActiveImport,
  { version, around }: Look,
  imports: AwaitTurnPorts['imports'],
): Promise<boolean> {
  const skippedWait = skippedWaits(self, around);
  if (skippedWait.length > 0) await imports.setSkippedWait(self.importId, skippedWait);
  return await imports.takeTurn(self.importId, version);
}

function waitOf(
  { taskToken, waitSeconds, waitedSeconds }: AwaitTurnInput,
  self: ActiveImport,
  blocked: Pick<Blocked, 'obstacle'>,
  now: number,
): AwaitTurnOutput {
  if (waitSeconds === undefined) return { turn: false, waitSeconds: nextWaitSeconds(waitedSeconds) };
  const longest = taskToken === undefined ? longerTurnSeconds(waitSeconds) : waitSeconds;
  return { turn: false, waitSeconds: turnSeconds(blocked, longest, self, now) };
}

function ended(importId: string): SupersededError {
  return new SupersededError(`Import ${importId} is not active.`);
}
