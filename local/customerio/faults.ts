// Ways to fail on command. The shapes of 413, 429 and 5xx are not Customer.io's: its specification has none of them.

import { type Answer, type BatchError, html, json, type Outcome, UNAUTHORIZED } from './answer.ts';
import { invalid } from './item-error.ts';

export type Fault = FaultKind & {
  /** Requests that it befalls; 1 unless told, Infinity for good. */
  readonly times?: number;
  /** Befalls only requests whose body contains this text, and lets the others pass to the next fault in line. */
  readonly whenBodyIncludes?: string;
};

type FaultKind =
  /** 429; `retryAfter` in seconds or as an HTTP date. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string | number }
  | { readonly kind: 'serverError'; readonly status: 500 | 502 | 503 | 504 }
  /** Applies the request, then answers late; without `milliseconds`, never. */
  | { readonly kind: 'hang'; readonly milliseconds?: number }
  | { readonly kind: 'resetBeforeApplying' }
  | { readonly kind: 'resetAfterApplying' }
  /** 200, and nothing of it is kept. */
  | { readonly kind: 'acceptAndDrop' }
  /** 207 that refuses the first valid item without saying properly which. */
  | { readonly kind: 'omitBatchIndex'; readonly as: 'absent' | 'outOfRange' | 'missingField' }
  /** 200 that refuses the first valid item. */
  | { readonly kind: 'errorsOn200' }
  /** 207 that refuses the first valid item, and repeats all of it in its message. */
  | { readonly kind: 'quoteItem' }
  /** 413 with an HTML page. */
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'unauthorized' }
  /** The wrong region, for one: Customer.io redirects EU accounts away from its US host. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307 | 308; readonly location: string }
  /** Applies the request and answers 200 without the `{}`. */
  | { readonly kind: 'emptyBody' }
  /** 400 for the whole batch. */
  | { readonly kind: 'badRequest' };

export interface FaultQueue {
  /** @returns takes back what has not befallen a request by then. */
  inject(...faults: readonly Fault[]): () => void;
  /** Takes the first fault that fits the request. */
  next(body: Buffer): Fault | undefined;
}

export function createFaultQueue(): FaultQueue {
  let queue: { readonly fault: Fault; left: number }[] = [];
  return {
    inject: (...faults) => {
      const injected = faults.map((fault) => ({ fault, left: fault.times ?? 1 }));
      queue.push(...injected);
      return () => {
        queue = queue.filter((waiting) => !injected.includes(waiting));
      };
    },
    next: (body) => {
      const index = queue.findIndex(({ fault }) => body.includes(fault.whenBodyIncludes ?? ''));
      const found = queue[index];
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) queue.splice(index, 1);
      return found.fault;
    },
  };
}

/** How a fault ends a request that is not looked at; undefined for faults that come to bear later. */
export function endBefore(fault: Fault): Outcome | undefined {
  switch (fault.kind) {
    case 'throttle': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return html(429, 'Too Many Requests', headers);
    }
    case 'serverError':
      return html(fault.status, 'The server is out of order');
    case 'resetBeforeApplying':
      return 'reset';
    case 'tooLarge':
      return html(413, 'Request Entity Too Large');
    case 'unauthorized':
      return UNAUTHORIZED;
    case 'redirect':
      return html(fault.status, 'Moved', { location: fault.location });
    case 'badRequest':
      return json(400, { errors: [invalid('batch', 'is invalid')] });
    default:
      return undefined;
  }
}

/** How a fault ends a request that has been dealt with. */
export function endAfter(fault: Fault, answer: Answer): Outcome {
  switch (fault.kind) {
    case 'hang':
      return fault.milliseconds === undefined
        ? 'silence'
        : { ...answer, delayMilliseconds: fault.milliseconds };
    case 'resetAfterApplying':
      return 'reset';
    case 'emptyBody':
      return { status: 200, body: '' };
    default:
      return answer;
  }
}

type ErrorFault = Extract<Fault, { readonly kind: 'errorsOn200' | 'omitBatchIndex' | 'quoteItem' }>;

/** How a fault reports the items that were refused. */
export function distort(fault: ErrorFault, errors: readonly BatchError[], total: number): Answer {
  if (fault.kind === 'errorsOn200') return json(200, { errors });
  if (fault.kind === 'quoteItem') return json(207, { errors });
  switch (fault.as) {
    case 'absent':
      return json(207, { errors: errors.map(({ batch_index: _, ...error }) => error) });
    case 'outOfRange':
      return json(207, { errors: errors.map((error) => ({ ...error, batch_index: total })) });
    case 'missingField':
      return json(207, { errors: errors.map(({ batch_index, reason }) => ({ batch_index, reason })) });
  }
}
