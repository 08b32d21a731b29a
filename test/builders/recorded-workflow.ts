// Runs one execution of the workflow on a recorded pipeline, or continues one that was recorded in part: recorded answers
// are used again, as Step Functions keeps them, and the current code does the rest.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type {
  AwaitTurnOutput,
  DecideOutput,
  ForwardOutput,
  ReviewOutput,
  SplitOutput,
} from '../../lambdas/contracts/workflow.ts';
import type { Fault, RecordedPipeline, RecordedStep } from './recorded-pipeline.ts';

export interface Run {
  readonly execution: string;
  readonly event: object;
  /** What goes wrong in the n-th call of the execution, from 0. */
  readonly faults?: Readonly<Record<number, Fault>>;
  /** Ends the run before this call, if there is one. */
  readonly stopBefore?: (step: FunctionName, n: number) => boolean;
  /** Runs before a call, to remove the file meanwhile, for example. */
  readonly before?: (step: FunctionName, n: number) => Promise<void>;
}

class Stopped extends Error {}

interface Workflow {
  call<Output>(step: FunctionName, input: object): Promise<Output>;
  /** Does nothing while recorded answers are left, because their waits are over. */
  pause(seconds: number): Promise<void>;
}

/** @returns the import's id. */
export async function runRecorded(pipeline: RecordedPipeline, run: Run): Promise<string> {
  const { execution, event, faults = {}, stopBefore, before } = run;
  const known = pipeline.recording.filter(({ of, step }) => of === execution && step !== 'drop');
  let n = 0;
  const answer = async (step: FunctionName, input: object): Promise<RecordedStep> => {
    const recorded = known[n];
    if (!recorded && stopBefore?.(step, n)) throw new Stopped();
    if (!recorded) await before?.(step, n);
    const answered = recorded ?? (await pipeline.run(step, execution, input, faults[n]));
    n++;
    if (answered.step !== step) throw new Error(`${answered.step} was recorded where ${step} is called`);
    return answered;
  };
  const call: Workflow['call'] = async (step, input) => {
    const { output, error } = await answer(step, input);
    if (!error) return output as never;
    // Step Functions repeats a call that crashed.
    if (error.name === 'Runtime.ExitError') return call(step, input);
    throw Object.assign(new Error(error.message), { name: error.name, code: error.code });
  };
  const pause = async (seconds: number) => {
    if (n >= known.length) await pipeline.clock.sleep(seconds);
  };
  let importId = '';
  try {
    const split = await call<SplitOutput>('split', { event, execution });
    importId = split.importId;
    if (split.status === 'skipped') return importId;
    const error = split.status === 'split' ? await carryOut(split, { call, pause }) : undefined;
    await call('report', { importId, ...(error && { error }) });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return importId;
}

/** What the state machine does between Split and Report; @returns what a Catch caught. */
async function carryOut(
  { importId, chunks }: Extract<SplitOutput, { status: 'split' }>,
  workflow: Workflow,
): Promise<{ readonly Error: string; readonly Cause: string } | undefined> {
  const { call } = workflow;
  try {
    for (const chunk of chunks) await call('validate', { importId, chunk });
    const { decision, weigh, partitions } = await call<ReviewOutput>('review', { importId });
    const isDryRun = decision === 'dry-run';
    if (decision !== 'forward' && !isDryRun) return undefined;
    if (!isDryRun) await takeTurn(importId, workflow);
    if (weigh || isDryRun) {
      for (const partition of partitions) await call('forward', { importId, partition, mode: 'weigh' });
      const decided = await call<DecideOutput>('decide', { importId, partitions });
      if (decided.decision === 'hold' || decided.decision === 'stop') return undefined;
      if (decided.decision === 'canary') await sendCanary(importId, decided, workflow);
    }
    for (const partition of partitions) await forward(importId, partition, workflow);
    return undefined;
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const { name, message, code } = error as Error & { code: string };
    return {
      Error: name,
      Cause: JSON.stringify({ errorType: name, errorMessage: `[${code}] ${message}` }),
    };
  }
}

async function sendCanary(
  importId: string,
  { canary, approvalSeconds }: DecideOutput,
  workflow: Workflow,
): Promise<void> {
  const { call } = workflow;
  for (const partition of canary) await call('forward', { importId, partition, mode: 'canary' });
  await call('report', { importId, taskToken: `token of ${importId}`, approvalSeconds });
  await takeTurn(importId, workflow);
}

async function takeTurn(importId: string, { call, pause }: Workflow): Promise<void> {
  for (let waitedSeconds = 0; ; ) {
    const { turn, waitSeconds } = await call<AwaitTurnOutput>('await-turn', { importId, waitedSeconds });
    if (turn) return;
    waitedSeconds = waitSeconds;
    await pause(waitSeconds);
  }
}

async function forward(importId: string, partition: number, { call, pause }: Workflow): Promise<void> {
  for (;;) {
    const { status, waitSeconds } = await call<ForwardOutput>('forward', {
      importId,
      partition,
      mode: 'send',
    });
    if (status !== 'more') return;
    await pause(waitSeconds);
  }
}
