// The progress of a running workflow, from the library's event log.
import type { StateMachine } from 'aws-local-stepfunctions';
import { isObject } from './intrinsics.ts';

type EventLogs = ReturnType<StateMachine['run']>['eventLogs'];
export type WorkflowEvent = EventLogs extends AsyncGenerator<infer Event> ? Event : never;

/**
 * `item`: 0-based position in the Map around the state, if there is one.
 * `items`: number of items of a Map state that was entered, if its ItemsPath is a plain path.
 */
export type WorkflowProgress =
  | {
      readonly kind: 'entered' | 'left' | 'retried';
      readonly state: string;
      readonly item?: number | undefined;
      readonly items?: number | undefined;
    }
  | { readonly kind: 'item-succeeded' | 'item-failed'; readonly state: string; readonly item: number };

/** @param itemsPaths ItemsPath of each Map state by name. */
export function workflowProgress(
  event: WorkflowEvent,
  itemsPaths: Readonly<Record<string, string>>,
): WorkflowProgress | undefined {
  switch (event.type) {
    case 'StateEntered': {
      const path = itemsPaths[event.state.name];
      const items = path === undefined ? undefined : countItems(event.state.input, path);
      return { kind: 'entered', state: event.state.name, item: event.index, items };
    }
    case 'StateExited':
    case 'StateCaught':
      return { kind: 'left', state: event.state.name, item: event.index };
    case 'StateRetried':
      return { kind: 'retried', state: event.state.name, item: event.index };
    case 'MapIterationSucceeded':
      return { kind: 'item-succeeded', state: event.parentState.name, item: event.index };
    case 'MapIterationFailed':
      return { kind: 'item-failed', state: event.parentState.name, item: event.index };
    default:
      return undefined;
  }
}

function countItems(input: unknown, path: string): number | undefined {
  const found = path
    .split('.')
    .slice(1)
    .reduce<unknown>((value, field) => (isObject(value) ? value[field] : undefined), input);
  return Array.isArray(found) ? found.length : undefined;
}
