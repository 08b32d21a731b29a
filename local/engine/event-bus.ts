// The event bus: delivers the events of the embedded cloud to the targets of the template's rules.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from './activity.ts';
import { matchesPattern, refuseUnknownPattern } from './event-pattern.ts';
import type { RuleDescription } from './template.ts';

/** The fields of EventBridge's envelope that the engine reads. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: object;
}

export interface EventBusOptions {
  readonly rules: readonly RuleDescription[];
  /** Delivers an event to a rule's target. */
  readonly deliver: (targetArn: string, event: CloudEvent) => Promise<void>;
  /** Called for each event that a target refused in every attempt, like the dead-letter queue of AWS. */
  readonly onUndelivered: (targetArn: string, event: CloudEvent, error: unknown) => void;
  /** Pauses between attempts. There is one more attempt than pauses. */
  readonly retrySeconds: readonly number[];
  readonly activity: Activity;
}

export interface EventBus {
  /** Resolves when every target has accepted the event, or every attempt failed. Never rejects. */
  readonly publish: (event: CloudEvent) => Promise<void>;
  /** Stops further attempts. */
  readonly close: () => void;
}

/** @throws Error if a rule's pattern has an operator that the engine does not support. */
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
