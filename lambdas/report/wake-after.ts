// Wakes the imports that may forward after one has given its turn back.
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { type TurnPorts, wakeNext } from '../work/turns.ts';

/** Called again if the call before it may have died before it woke them. A dry run has no turn. */
export async function wakeAfter(
  { dryRun }: Pick<ImportRecord, 'dryRun'>,
  ports: TurnPorts,
  importsAtOnce: number,
): Promise<void> {
  if (!dryRun) await wakeNext(ports, importsAtOnce);
}
