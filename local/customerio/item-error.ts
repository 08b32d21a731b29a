// What Customer.io says of an operation it refuses. The two reasons are the only ones ever seen in public.

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

/** Customer.io counts bytes of UTF-8; a UTF-16 unit becomes three at most, which spares short texts the count. */
export function isLongerThan(text: string, limitBytes: number): boolean {
  return text.length * 3 > limitBytes && Buffer.byteLength(text) > limitBytes;
}
