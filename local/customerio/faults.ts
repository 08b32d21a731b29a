// Faults that tests inject. Customer.io does not specify the bodies of 413, 429 and 5xx, so these are not its own.

import { type Answer, type BatchError, html, json, type Outcome, UNAUTHORIZED } from './answer.ts';
import { invalid } from './item-error.ts';

export type Fault = FaultKind & {
  /** Number of requests that get the fault. Default 1; Infinity for all. */
  readonly times?: number;
  /** Only requests whose body contains this text get the fault. Other requests get the next fault in the queue. */
  readonly whenBodyIncludes?: string;
};

type FaultKind =
  /** 429; `retryAfter` in seconds or as an HTTP date. */
  | { readonly kind: 'throttle'; readonly retryAfter?: string | number }
  | { readonly kind: 'serverError'; readonly status: 500 | 502 | 503 | 504 }
  /** Applies the request, then answers late, or never if `milliseconds` is missing. */
  | { readonly kind: 'hang'; readonly milliseconds?: number }
  | { readonly kind: 'resetBeforeApplying' }
  | { readonly kind: 'resetAfterApplying' }
  /** Answers 200, but drops the request. */
  | { readonly kind: 'acceptAndDrop' }
  /** 207 that refuses the first valid item, but does not identify it properly. */
  | { readonly kind: 'omitBatchIndex'; readonly as: 'absent' | 'outOfRange' | 'missingField' }
  /** 200 that refuses the first valid item. */
  | { readonly kind: 'errorsOn200' }
  /** 207 that refuses the first valid item, and repeats the whole item in its message. */
  | { readonly kind: 'quoteItem' }
  /** 413 with an HTML page. */
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'unauthorized' }
  /** For example for the wrong region: Customer.io redirects EU accounts from its US host. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307 | 308; readonly location: string }
  /** Applies the request and answers 200 without the `{}`. */
  | { readonly kind: 'emptyBody' }
  /** 400 for the whole batch. */
  | { readonly kind: 'badRequest' };

export interface FaultQueue {
  /** @returns a function that removes the faults that no request has got yet. */
  inject(...faults: readonly Fault[]): () => void;
  /** Removes and returns the first fault that matches the request. */
  next(body: Buffer): Fault | undefined;
  clear(): void;
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
    clear: () => {
      queue = [];
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

/** How a fault ends a request before it is read; `undefined` for faults that act later. */
export function endBefore(fault: Fault): Outcome | undefined {
  switch (fault.kind) {
    case 'throttle': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return html(429, 'Too Many Requests', headers);
    }
    case 'serverError':
      return html(fault.status, 'The server does not work');
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

/** How a fault ends a request after it is applied. */
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

/** How a fault reports the refused items. */
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
