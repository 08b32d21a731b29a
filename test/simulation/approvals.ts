// Tasks that wait for their token, and the person who reads the notice of a canary and answers.
import { CANARY_REJECTED } from '../../lambdas/contracts/failure.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import type { MemoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import { type OpenTask, StateError } from './interpreter.ts';
import type { Json } from './json-path.ts';
import type { Scheduler } from './scheduler.ts';

/** `none`: no one answers, and the time runs out. */
export type Word = 'yes' | 'no' | 'none';

export interface Approvals {
  readonly openTask: () => OpenTask;
  /** @returns false if no task waits for the token. */
  readonly succeedTask: (token: string, output: Json) => boolean;
  /** Gives the person a notice. The person answers only those about a canary. */
  readonly hear: (notice: Notice) => void;
}

export interface ApprovalsOptions {
  readonly scheduler: Scheduler;
  readonly dynamodb: MemoryDynamoDb;
  readonly importsTable: string;
  readonly word: () => Word;
  readonly onYes: (importId: string) => void;
}

/** How long the person looks at a report, and the wait until an expired token is tried again. */
const THINKING_SECONDS = 40;
/** Together longer than a canary waits for its approval. */
const MOST_TRIES = 200;

export function createApprovals(options: ApprovalsOptions): Approvals {
  const { scheduler, dynamodb, importsTable, word, onYes } = options;
  const waiting = new Map<string, PromiseWithResolvers<Json>>();
  let tokens = 0;

  const say = (importId: string, said: Word, tries: number): void => {
    const record = dynamodb
      .items(importsTable)
      .find((item) => item.importId?.S === importId && item.item?.S === 'import');
    if (record?.state?.S !== 'awaiting-approval' || tries > MOST_TRIES) return;
    const task = waiting.get(record.approvalToken?.S ?? '');
    if (task === undefined) later(importId, said, tries);
    else if (said === 'yes') {
      onYes(importId);
      task.resolve({});
    } else task.reject(new StateError(CANARY_REJECTED, ''));
  };
  const later = (importId: string, said: Word, tries = 0): void => {
    scheduler.after(THINKING_SECONDS, () => say(importId, said, tries + 1));
  };

  return {
    openTask() {
      const token = `token-${++tokens}`;
      const task = Promise.withResolvers<Json>();
      task.promise.catch(() => undefined); // the time can run out just before
      waiting.set(token, task);
      return { token, answer: task.promise, close: () => void waiting.delete(token) };
    },
    succeedTask(token, output) {
      const task = waiting.get(token);
      waiting.delete(token);
      task?.resolve(output);
      return task !== undefined;
    },
    hear({ event: { importId, state } }) {
      if (state !== 'awaiting-approval') return;
      const said = word();
      if (said !== 'none') later(importId, said);
    },
  };
}
