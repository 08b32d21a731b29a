// Starts executions, journals them before they run and when they end, and resumes those that a kill interrupted.
import type { Activity } from './activity.ts';
import type { ExecutionJournal, ExecutionRecord } from './execution-journal.ts';
import type { ExecutionEnd, Workflow, WorkflowRun } from './workflow.ts';
import type { WorkflowProgress } from './workflow-progress.ts';

/** `execution`: its ARN. */
export type ExecutionProgress = { readonly execution: string } & (
  | WorkflowProgress
  | { readonly kind: 'started' | 'resumed' }
  | { readonly kind: 'ended'; readonly end: ExecutionEnd }
);

export interface ExecutionsOptions {
  readonly journal: ExecutionJournal;
  readonly workflow: Workflow;
  readonly stateMachineArn: string;
  /** Publishes the end of an execution. Resolves when every target accepted it, or every attempt failed. */
  readonly announce: (record: ExecutionRecord) => Promise<void>;
  readonly onProgress: (progress: ExecutionProgress) => void;
  readonly now: () => Date;
  readonly activity: Activity;
}

export interface Executions {
  /** Does nothing if an execution of that name exists. Resolves with its ARN when it is journaled. */
  readonly start: (name: string, input: unknown) => Promise<string>;
  /** Runs the unfinished executions of the journal from the beginning, with the same names. */
  readonly resume: () => void;
  readonly has: (name: string) => boolean;
  /** Ends it as aborted if it runs. */
  readonly stop: (arn: string) => void;
  readonly arnOf: (name: string) => string;
  /** Resolves when it has ended. It may be called before the execution starts. */
  readonly end: (arn: string) => Promise<ExecutionEnd>;
  /** Oldest first. */
  readonly list: () => readonly ExecutionRecord[];
  /** Stops all executions. Those that have not ended stay unfinished in the journal, as after a kill. */
  readonly close: () => void;
}

export function createExecutions(options: ExecutionsOptions): Executions {
  const { journal, now, activity } = options;
  const ledger = openLedger(journal);
  const { run, settle, stop, close, isClosed } = createRunner(options, ledger);
  const prefix = options.stateMachineArn.replace(':stateMachine:', ':execution:');
  const arnOf = (name: string) => `${prefix}:${name}`;
  return {
    arnOf,
    has: ledger.has,
    stop,
    end: (arn) => ledger.endOf(arn).promise,
    list: ledger.list,
    start: async (name, input) => {
      const record = { name, arn: arnOf(name), input, startedAt: now().toISOString() };
      if (ledger.has(name)) return record.arn;
      await ledger.write(record);
      if (!isClosed()) void activity.track(run(record, 'started'));
      return record.arn;
    },
    resume: () => {
      for (const record of journal.records) {
        if (record.end === undefined) void activity.track(run(record, 'resumed'));
        else if (!record.announced) void activity.track(settle(record));
      }
    },
    close,
  };
}

/** Runs executions in the workflow, and journals and announces their ends. */
function createRunner(options: ExecutionsOptions, ledger: Ledger) {
  const { workflow, announce, onProgress, now } = options;
  const runs = new Map<string, WorkflowRun>();
  /** Executions that were stopped before they ran. */
  const stopped = new Set<string>();
  let closed = false;

  const settle = async (record: ExecutionRecord) => {
    await announce(record);
    if (!closed) await ledger.write({ ...record, announced: true });
  };
  const run = async (record: ExecutionRecord, kind: 'started' | 'resumed') => {
    onProgress({ execution: record.arn, kind });
    const started = workflow.run(record, (progress) => onProgress({ execution: record.arn, ...progress }));
    runs.set(record.arn, started);
    if (stopped.delete(record.arn)) started.abort();
    const end = await started.end;
    runs.delete(record.arn);
    if (closed) return;
    const ended = { ...record, end, endedAt: now().toISOString() };
    await ledger.write(ended);
    onProgress({ execution: record.arn, kind: 'ended', end });
    ledger.endOf(record.arn).resolve(end);
    await settle(ended);
  };

  return {
    run,
    settle,
    isClosed: () => closed,
    stop: (arn: string) => {
      const run = runs.get(arn);
      if (run) run.abort();
      else if (ledger.list().some((record) => record.arn === arn && record.end === undefined))
        stopped.add(arn);
    },
    close: () => {
      closed = true;
      for (const { abort } of runs.values()) abort();
    },
  };
}

type Ledger = ReturnType<typeof openLedger>;

/** The journal's records in memory, with promises of their ends. */
function openLedger(journal: ExecutionJournal) {
  const records = new Map(journal.records.map((record) => [record.name, record]));
  const ends = new Map<string, PromiseWithResolvers<ExecutionEnd>>();
  const endOf = (arn: string) => {
    const end = ends.get(arn) ?? Promise.withResolvers<ExecutionEnd>();
    ends.set(arn, end);
    return end;
  };
  for (const { arn, end } of journal.records) if (end !== undefined) endOf(arn).resolve(end);
  return {
    endOf,
    has: (name: string) => records.has(name),
    list: () => [...records.values()],
    write: async (record: ExecutionRecord) => {
      const before = records.get(record.name);
      records.set(record.name, record);
      try {
        await journal.write(record);
      } catch (error) {
        if (before === undefined) records.delete(record.name);
        throw error;
      }
    },
  };
}
