// An operation: one item of a Customer.io batch, finished as JSON, with what the pipeline needs to know of it.

/**
 * An event happened, once; person, object and relationship are states, of which the last one counts. `rollUp`: made by
 * Forward from delivered events, never from a row.
 */
export type OperationKind = 'person' | 'object' | 'relationship' | 'event' | 'rollUp';

/** So many rows from the line of the first one on. */
export interface RowSpan {
  readonly row: number;
  readonly rows: number;
}

export interface OperationMeta {
  readonly kind: OperationKind;
  /** Line number of the first row it was made from. */
  readonly row: number;
  /** How many rows it was made from; 0 for a further event of rows that another operation counts. */
  readonly rows: number;
  /** The rows it was made from, where `row` and `rows` do not tell: merged rows, and those of a further event. */
  readonly parts?: readonly RowSpan[];
  /** Idempotency key of an event; of anything else, what its state is kept of. */
  readonly key: string;
  /** Identity of the person, by which operations meet in a partition. */
  readonly person: string;
  /** Name of an event. */
  readonly name?: string;
  /** Of an event that a roll-up counts: the decimal that it adds. */
  readonly value?: string;
  /** Unix seconds: when the event happened, or how old the person's data is. */
  readonly at: number;
  /** Short hash of the content: tells a changed content of the same key from a repeated one. */
  readonly content: string;
}

export interface Operation {
  readonly meta: OperationMeta;
  /** The item's JSON, glued into a batch as it is. */
  readonly item: string;
}

/** One line of NDJSON: the meta, a tab, the item. JSON text holds no raw tab. */
export function printOperation({ meta, item }: Operation): string {
  return `${JSON.stringify(meta)}\t${item}\n`;
}

/** Reads a line that `printOperation` wrote, without its newline. It is our own, so its shape is trusted. */
export function readOperation(line: string): Operation {
  const tab = line.indexOf('\t');
  return { meta: JSON.parse(line.slice(0, tab)) as OperationMeta, item: line.slice(tab + 1) };
}
