import type { ItemError } from './item-error.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Time that the client waits in addition to the usual latency. */
  readonly delayMilliseconds?: number;
}

/** How a request ends: with an answer, with a connection reset, or not at all. */
export type Outcome = Answer | 'reset' | 'silence';

/** An error in a 207, with the 0-based index of its item. */
export interface BatchError extends ItemError {
  readonly batch_index: number;
}

/** Customer.io's body for success ends in a line break (observed: content-length 3). */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: `${JSON.stringify(value)}\n`,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  };
}

/** The answer of a proxy in front of an API, which is HTML. */
export function html(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: `<html><head><title>${status} ${text}</title></head><body><h1>${text}</h1></body></html>\n`,
    headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  };
}

export const OK: Answer = json(200, {});

/** "Unauthorized request." Its body is not specified. */
export const UNAUTHORIZED: Answer = json(401, { meta: { error: 'Unauthorized request' } });
