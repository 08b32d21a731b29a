// The event bus: what happens in the embedded cloud reaches the targets of the template's rules.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from './activity.ts';
import { matchesPattern, refuseUnknownPattern } from './event-pattern.ts';
import type { RuleDescription } from './template.ts';

/** EventBridge's envelope, as far as the engine reads it. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: object;
}

export interface EventBusOptions {
  readonly rules: readonly RuleDescription[];
  /** Hands an event to a rule's target. */
  readonly deliver: (targetArn: string, event: CloudEvent) => Promise<void>;
  /** Told of each event that a target refused to the last: what the dead-letter queue is in AWS. */
  readonly onUndelivered: (targetArn: string, event: CloudEvent, error: unknown) => void;
  /** Pauses between attempts; there is one attempt more than pauses. */
  readonly retrySeconds: readonly number[];
  readonly activity: Activity;
}

export interface EventBus {
  /** Resolves when every target has taken the event or was given up; never rejects. */
  readonly publish: (event: CloudEvent) => Promise<void>;
  /** Makes no further attempt. */
  readonly close: () => void;
}

/** @throws Error where a rule's pattern has an operator that the engine does not know. */
export function createEventBus(options: EventBusOptions): EventBus {
  const { rules, deliver, onUndelivered, retrySeconds, activity } = options;
  for (const { pattern } of rules) refuseUnknownPattern(pattern);
  const closing = new AbortController();

  const attempt = async (targetArn: string, event: CloudEvent, pauses: readonly number[]): Promise<void> => {
    try {
      await deliver(targetArn, event);
    } catch (error) {
      if (closing.signal.aborted) return;
      const [pause, ...rest] = pauses;
      if (pause === undefined) return onUndelivered(targetArn, event, error);
      await sleep(pause * 1000, undefined, { signal: closing.signal }).catch(() => undefined);
      if (!closing.signal.aborted) await attempt(targetArn, event, rest);
    }
  };
  return {
    publish: async (event) => {
      const targets = rules
        .filter(({ pattern }) => matchesPattern(pattern, event))
        .flatMap((rule) => rule.targetArns);
      await activity.track(Promise.all(targets.map((target) => attempt(target, event, retrySeconds))));
    },
    close: () => closing.abort(),
  };
}
