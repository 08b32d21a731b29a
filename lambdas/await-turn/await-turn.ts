// Lets an import forward when nothing that must come first is in its way.
import type { AwaitTurnOutput } from '../contracts/workflow.ts';
import { blockedBy, nextWaitSeconds } from '../domain/review/turn.ts';
import type { ImportsTable } from '../ports/imports-table.ts';

/** Takes the turn, or says how long to wait before asking again. A retry finds its turn already taken. */
export async function awaitTurn(
  { importId, waitedSeconds }: { readonly importId: string; readonly waitedSeconds: number },
  imports: ImportsTable,
  importsAtOnce: number,
): Promise<AwaitTurnOutput> {
  const { version, active } = await imports.turns();
  const self = active.find((other) => other.importId === importId);
  if (!self) throw new Error(`import ${importId} asks for its turn but is not among the active ones`);
  const goes =
    self.forwarding ||
    (blockedBy(self, active, importsAtOnce) === undefined && (await imports.takeTurn(importId, version)));
  if (!goes) return { turn: false, waitSeconds: nextWaitSeconds(waitedSeconds) };
  await imports.setState(importId, 'forwarding');
  return { turn: true, waitSeconds: 0 };
}
