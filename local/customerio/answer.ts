import type { ItemError } from './item-error.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long a client waits for it, beyond the usual. */
  readonly delayMilliseconds?: number;
}

/** How a request ends: answered, cut off, or never. */
export type Outcome = Answer | 'reset' | 'silence';

/** An error of a 207, with the 0-based index of the item it is about. */
export interface BatchError extends ItemError {
  readonly batch_index: number;
}

/** Customer.io's own body for success ends in a line break (seen live: content-length 3). */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    body: `${JSON.stringify(value)}\n`,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  };
}

/** What proxies in front of an API say: never JSON. */
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
