// Customer.io's error for an operation that it refuses. Only these two reasons are published.

export interface ItemError {
  readonly reason: 'required' | 'invalid';
  readonly field: string;
  readonly message: string;
}

export function required(field: string, message = 'is required'): ItemError {
  return { reason: 'required', field, message: `${field} ${message}` };
}

export function invalid(field: string, message: string): ItemError {
  return { reason: 'invalid', field, message: `${field} ${message}` };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Customer.io counts bytes of UTF-8. A UTF-16 unit has at most three, so short texts need no count. */
export function isLongerThan(text: string, limitBytes: number): boolean {
  return text.length * 3 > limitBytes && Buffer.byteLength(text) > limitBytes;
}
