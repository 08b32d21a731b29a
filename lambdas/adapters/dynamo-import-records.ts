// The record of each import, and its entry among the active imports.
import { TERMINAL_STATES, type TerminalState } from '../contracts/report.ts';
import { SupersededError } from '../domain/errors.ts';
import { type ImportRecord, ImportRecordSchema, type Reason } from '../domain/imports/import-record.ts';
import type { ImportRecords, RegisterOptions, ReportOwner } from '../ports/import-records.ts';
import { conditionHolds, type DynamoItems, type StoredItem } from './dynamo-items.ts';
import { addActive, giveTurnBack, removeActive, stopWaiting } from './dynamo-turns.ts';

const STATE = { '#state': 'state' };
const ENDED = Object.fromEntries(TERMINAL_STATES.map((state) => [`:${state}`, state]));

// The conditions of register and setState, each with what it means.
const IS_NEW = 'attribute_not_exists(importId)';
const HAS_ENDED = `#state IN (${Object.keys(ENDED).join(', ')})`;
const HAS_NOT_ENDED = `NOT ${HAS_ENDED}`;
const IS_RETRY = `execution = :execution AND ${HAS_NOT_ENDED}`;
const IS_OF_EXECUTION = 'execution = :execution';
const IS_LAST_CALL = 'reportCall = :call';
// A Split that outlives its aborted execution does not begin the import again: no workflow would end it.
const IS_OTHER_EXECUTION = 'execution <> :execution';
const MAY_BE_REDRIVEN = `${IS_OTHER_EXECUTION} AND #state IN (:paused, :failed)`;
const MAY_BE_APPROVED = `${IS_OTHER_EXECUTION} AND #state = :held`;

/** @param now milliseconds since 1970. */
export function dynamoImportRecords(items: DynamoItems, now: () => number): ImportRecords {
  const set = async (importId: string, attribute: string, value: unknown) => {
    await items.update(keyOf(importId), `SET ${attribute} = :value`, { values: { ':value': value } });
  };
  return {
    async register(record, options = {}) {
      const put = items.put(printRecord(record), {
        condition: mayRegister(record, options),
        names: STATE,
        values: { ':execution': record.execution, ...ENDED },
      });
      if (!(await conditionHolds(put))) return 'taken';
      if (!record.dryRun) await addActive(items, record, now());
      return 'registered';
    },

    async find(importId) {
      const item = await items.get(keyOf(importId));
      return item && readRecord(item);
    },

    setState: (importId, state, execution) => enterState(items, importId, { state, at: now() }, execution),

    async setReason(importId, reason, execution) {
      const update = items.update(keyOf(importId), 'SET reason = :value', {
        values: { ':value': reason, ':execution': execution },
        ...(execution === undefined ? {} : { condition: IS_OF_EXECUTION }),
      });
      await conditionHolds(update);
    },
    setSkippedWait: (importId, skippedWait) => set(importId, 'wentAheadOf', skippedWait),
    setNotified: (importId, state) => set(importId, 'told', state),

    setTurnToken: (...token) => storeTurnToken(items, ...token),

    async awaitApproval(importId, taskToken) {
      await stopWaiting(items, importId);
      await giveTurnBack(items, importId);
      await set(importId, 'approvalToken', taskToken);
      if (!(await enterState(items, importId, { state: 'awaiting-approval', at: now() })))
        throw new SupersededError(`Import ${importId} has ended.`);
    },

    claimReport: (importId, execution) => countReportCall(items, importId, execution),
    finish: (importId, state, reason, owner) => endImport(items, importId, { state, reason, owner }),
  };
}

const keyOf = (importId: string) => ({ importId, item: 'import' });

function mayRegister({ approved }: ImportRecord, { redrive }: RegisterOptions): string {
  return [IS_NEW, IS_RETRY, ...(redrive ? [MAY_BE_REDRIVEN] : []), ...(approved ? [MAY_BE_APPROVED] : [])]
    .map((condition) => `(${condition})`)
    .join(' OR ');
}

function storeTurnToken(
  items: DynamoItems,
  ...[importId, taskToken, execution]: Parameters<ImportRecords['setTurnToken']>
): Promise<boolean> {
  return conditionHolds(
    items.update(keyOf(importId), 'SET turnToken = :token', {
      condition: `${IS_OF_EXECUTION} AND ${HAS_NOT_ENDED}`,
      names: STATE,
      values: { ':token': taskToken, ':execution': execution, ...ENDED },
    }),
  );
}

/** @returns false if the import has ended, or if another execution has it. */
function enterState(
  items: DynamoItems,
  importId: string,
  stage: { readonly state: string; readonly at: number },
  execution?: string,
): Promise<boolean> {
  const change = 'SET #state = :state, stages = list_append(if_not_exists(stages, :none), :stage)';
  return conditionHolds(
    items.update(keyOf(importId), change, {
      condition: execution === undefined ? HAS_NOT_ENDED : `${IS_OF_EXECUTION} AND ${HAS_NOT_ENDED}`,
      names: STATE,
      values: { ':state': stage.state, ':none': [], ':stage': [stage], ':execution': execution, ...ENDED },
    }),
  );
}

async function countReportCall(items: DynamoItems, importId: string, execution: string): Promise<number> {
  const counted = items.updateAndGet(keyOf(importId), 'ADD reportCall :one', {
    condition: `${IS_OF_EXECUTION} AND ${HAS_NOT_ENDED}`,
    names: STATE,
    values: { ':one': 1, ':execution': execution, ...ENDED },
  });
  if (await conditionHolds(counted)) return readRecord(await counted).reportCall ?? 1;
  throw new SupersededError(`Import ${importId} has ended, or another execution has it.`);
}

function superseded(importId: string): SupersededError {
  return new SupersededError(`Another execution or a later call of Report has import ${importId}.`);
}

function isOwner({ execution, reportCall }: ReportOwner, item: StoredItem | undefined): boolean {
  return item?.execution === execution && (reportCall === undefined || item.reportCall === reportCall);
}

interface ImportEnd {
  readonly state: TerminalState;
  readonly reason: Reason | undefined;
  readonly owner: ReportOwner | undefined;
}

/**
 * The terminal state is written last: an import whose end is interrupted has not ended, and is ended again.
 * @throws SupersededError if another execution or a later call of Report has the import.
 */
async function endImport(
  items: DynamoItems,
  importId: string,
  { state, reason, owner }: ImportEnd,
): Promise<void> {
  // First of all, because the turn would be the other execution's.
  if (owner && !isOwner(owner, await items.get(keyOf(importId)))) throw superseded(importId);
  await removeActive(items, importId);
  await giveTurnBack(items, importId);
  const change = `SET #state = :state${reason ? ', reason = :reason' : ' REMOVE reason'}`;
  const { execution, reportCall } = owner ?? {};
  const values = { ':state': state, ':reason': reason, ':execution': execution, ':call': reportCall };
  const fences = [...(owner ? [IS_OF_EXECUTION] : []), ...(reportCall === undefined ? [] : [IS_LAST_CALL])];
  const condition = owner ? { condition: fences.join(' AND ') } : {};
  const ended = items.update(keyOf(importId), change, { names: STATE, values, ...condition });
  if (!(await conditionHolds(ended))) throw superseded(importId);
}

// Two attributes are stored under older names: `told` is `notified`, `wentAheadOf` is `skippedWait`.

function printRecord({ notified, skippedWait, ...record }: ImportRecord) {
  return { ...record, ...keyOf(record.importId), told: notified, wentAheadOf: skippedWait };
}

function readRecord({ told, wentAheadOf, ...item }: StoredItem): ImportRecord {
  return ImportRecordSchema.parse({
    ...item,
    ...(told !== undefined && { notified: told }),
    ...(wentAheadOf !== undefined && { skippedWait: wentAheadOf }),
  });
}
