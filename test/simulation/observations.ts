// What is recorded of a run, for its verdict.
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import type { Json } from './json-path.ts';
import type { SeenItems } from './mutant.ts';

/** An invocation that succeeded. */
export interface Answered {
  /** How many effects there were before it. */
  readonly order: number;
  readonly function: string;
  readonly importId: string;
  /** ARN of the execution, if it is in the input. */
  readonly execution: string | undefined;
  readonly output: Json;
}

/** An import that took its turn. */
export interface TakenTurn {
  readonly importId: string;
  /** How many effects there were when it began to look for imports before it, and when it took the turn. */
  readonly looked: number;
  readonly taken: number;
}

export interface EnteredState {
  /** ARN of the execution. */
  readonly execution: string;
  readonly state: string;
}

/** What a verdict reads. */
export interface Observed {
  /** How many effects there were. */
  readonly effects: () => number;
  /** The notices that were sent. */
  readonly notices: readonly Notice[];
  readonly answered: readonly Answered[];
  readonly turns: readonly TakenTurn[];
  /** Imports that no one woke: they found that it was their turn after their time was up. */
  readonly notWoken: readonly string[];
  /** The states that an execution entered, outside of maps. */
  readonly entered: readonly EnteredState[];
  /** By import, how many effects there were at its first approval. */
  readonly approvedAt: ReadonlyMap<string, number>;
  /** Errors of no error class of ours. */
  readonly bugs: readonly string[];
  readonly seenItems: SeenItems;
}

export interface Observations extends Observed {
  /** @returns the number of the effect, from 1. */
  readonly countEffect: () => number;
  readonly notices: Notice[];
  readonly answered: Answered[];
  readonly turns: TakenTurn[];
  readonly notWoken: string[];
  readonly entered: EnteredState[];
  readonly noteEntered: (execution: string, state: string) => void;
  readonly noteBug: (message: string) => void;
  readonly noteApproval: (importId: string) => void;
  readonly noteSeenKey: (operation: Operation, key: SeenKey) => void;
}

export function createObservations(): Observations {
  const approvedAt = new Map<string, number>();
  const seenItems = new Map<SeenKey, { readonly item: string; readonly content: string }>();
  const bugs: string[] = [];
  const entered: EnteredState[] = [];
  let effects = 0;
  return {
    effects: () => effects,
    notices: [],
    answered: [],
    turns: [],
    notWoken: [],
    entered,
    approvedAt,
    bugs,
    seenItems,
    countEffect: () => ++effects,
    noteEntered: (execution, state) => void entered.push({ execution, state }),
    noteBug: (message) => void bugs.push(message),
    noteApproval(importId) {
      if (!approvedAt.has(importId)) approvedAt.set(importId, effects);
    },
    noteSeenKey({ item, meta }, key) {
      // The record of a roll-up has no item.
      if (item !== '' && !seenItems.has(key)) seenItems.set(key, { item, content: meta.content });
    },
  };
}
