// Starts executions, journals them before they run and when they end, and takes up again what a kill interrupted.
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
  /** Tells the event bus of an execution that ended; resolves when every target has taken it or was given up. */
  readonly announce: (record: ExecutionRecord) => Promise<void>;
  readonly onProgress: (progress: ExecutionProgress) => void;
  readonly now: () => Date;
  readonly activity: Activity;
}

export interface Executions {
  /** Does nothing where one of that name was ever started. Resolves with its ARN once it is journaled. */
  readonly start: (name: string, input: unknown) => Promise<string>;
  /** Runs what the journal knows as unfinished, from the beginning, under the same names. */
  readonly resume: () => void;
  readonly has: (name: string) => boolean;
  readonly arnOf: (name: string) => string;
  /** Resolves when it has ended, at once where it had; it may be asked for before it starts. */
  readonly end: (arn: string) => Promise<ExecutionEnd>;
  /** Oldest first. */
  readonly list: () => readonly ExecutionRecord[];
  /** Stops all; what had not ended stays unfinished in the journal, as after a kill. */
  readonly close: () => void;
}

export function createExecutions(options: ExecutionsOptions): Executions {
  const { journal, workflow, announce, onProgress, now, activity } = options;
  const records = new Map(journal.records.map((record) => [record.name, record]));
  const ends = new Map<string, PromiseWithResolvers<ExecutionEnd>>();
  const runs = new Set<WorkflowRun>();
  let closed = false;

  const arnOf = (name: string) =>
    `${options.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const endOf = (arn: string) => {
    const known = ends.get(arn) ?? Promise.withResolvers<ExecutionEnd>();
    ends.set(arn, known);
    return known;
  };
  const remember = async (record: ExecutionRecord) => {
    records.set(record.name, record);
    await journal.write(record);
  };
  const settle = async (record: ExecutionRecord) => {
    await announce(record);
    if (!closed) await remember({ ...record, announced: true });
  };
  const run = async (record: ExecutionRecord) => {
    const tell = (progress: WorkflowProgress) => onProgress({ execution: record.arn, ...progress });
    const workflowRun = workflow.run(record, tell);
    runs.add(workflowRun);
    const end = await workflowRun.end;
    runs.delete(workflowRun);
    if (closed) return;
    const ended = { ...record, end, endedAt: now().toISOString() };
    await remember(ended);
    onProgress({ execution: record.arn, kind: 'ended', end });
    endOf(record.arn).resolve(end);
    await settle(ended);
  };
  const begin = async (record: ExecutionRecord) => {
    try {
      await remember(record);
    } catch (error) {
      records.delete(record.name);
      throw error;
    }
    if (closed) return;
    onProgress({ execution: record.arn, kind: 'started' });
    void activity.track(run(record));
  };

  for (const { arn, end } of records.values()) if (end !== undefined) endOf(arn).resolve(end);
  return {
    arnOf,
    has: (name) => records.has(name),
    end: (arn) => endOf(arn).promise,
    list: () => [...records.values()],
    start: async (name, input) => {
      const arn = arnOf(name);
      if (!records.has(name)) await begin({ name, arn, input, startedAt: now().toISOString() });
      return arn;
    },
    resume: () => {
      for (const record of journal.records) {
        if (record.end !== undefined && !record.announced) void activity.track(settle(record));
        if (record.end !== undefined) continue;
        onProgress({ execution: record.arn, kind: 'resumed' });
        void activity.track(run(record));
      }
    },
    close: () => {
      closed = true;
      for (const workflowRun of runs) workflowRun.abort();
    },
  };
}
