// Shows the progress of an import on stderr: a bar on a terminal, plain lines elsewhere. Stdout is for results.
import { SingleBar } from 'cli-progress';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import type { ExecutionProgress } from '../../local/engine/executions.ts';

export interface ProgressView {
  readonly begin: (title: string) => void;
  readonly show: (progress: ExecutionProgress) => void;
  readonly end: () => void;
}

/** What is shown when an execution enters a state. */
const STEPS: Readonly<Record<string, string>> = {
  [STATE.split]: 'splitting',
  [STATE.validate]: 'validating chunks',
  [STATE.review]: 'reviewing',
  [STATE.awaitTurn]: 'awaiting its turn',
  [STATE.weigh]: 'weighing partitions',
  [STATE.canary]: 'sending the canary',
  [STATE.awaitApproval]: 'awaiting approval',
  [STATE.forward]: 'forwarding partitions',
  [STATE.report]: 'reporting',
};

export function progressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY ? barView(stream) : lineView(stream);
}

function lineView(stream: NodeJS.WriteStream): ProgressView {
  let title = '';
  let last = '';
  return {
    begin: (next) => {
      title = next;
      last = '';
    },
    show: (progress) => {
      const step = enteredStep(progress);
      if (!step) return;
      const line = `${title}: ${step.name}${step.items === undefined ? '' : ` (${step.items})`}\n`;
      if (line !== last) stream.write(line);
      last = line;
    },
    end: () => undefined,
  };
}

function barView(stream: NodeJS.WriteStream): ProgressView {
  const bar = new SingleBar({
    stream,
    format: '{title}  {bar}  {step} {value}/{total}',
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
  });
  return {
    begin: (title) => bar.start(1, 0, { title, step: 'starting' }),
    show: (progress) => {
      const step = enteredStep(progress);
      if (step) {
        bar.setTotal(Math.max(1, step.items ?? 1));
        bar.update(0, { step: step.name });
      } else if (progress.kind === 'item-succeeded') {
        bar.increment();
      }
    },
    end: () => bar.stop(),
  };
}

function enteredStep(progress: ExecutionProgress): { name: string; items: number | undefined } | undefined {
  if (progress.kind !== 'entered' || progress.item !== undefined) return undefined;
  const name = STEPS[progress.state];
  return name === undefined ? undefined : { name, items: progress.items };
}
