// An operation: one item of a Customer.io batch as JSON, with what the pipeline needs to know about it.

/**
 * An event happened once. Person, object and relationship are states: the last one counts. Forward makes a `rollUp`
 * from delivered events, never from a row.
 */
export type OperationKind = 'person' | 'object' | 'relationship' | 'event' | 'rollUp';

/** Rows that follow each other in the file. */
export interface RowSpan {
  /** Line number of the first row. */
  readonly line: number;
  /** Number of rows. */
  readonly rows: number;
}

export interface OperationMeta {
  readonly kind: OperationKind;
  /** The rows that it was made from, in the order of the file where they were not merged by time. */
  readonly madeFrom: readonly [RowSpan, ...RowSpan[]];
  /**
   * Whether its outcome is the outcome of these rows. Of several operations that are made from the same rows, such as
   * an order and its cancellation, only the first counts them.
   */
  readonly countsRows: boolean;
  /** Idempotency key of an event. For anything else, the identity of the state. */
  readonly key: string;
  /** Identity of the person, which decides the partition. */
  readonly person: string;
  /** Name of an event. */
  readonly name?: string;
  /** The decimal that an event adds to a roll-up. */
  readonly value?: string;
  /** `shortId` of the group of its rows, if the feed groups rows: a group is left out with all its events. */
  readonly group?: string;
  /** Unix seconds: when the event happened, or the time of the state's data. */
  readonly at: number;
  /** The event has no time of its own: `at` is when the file arrived. */
  readonly fileTime?: true;
  /** What it does to the person besides setting attributes, and the other identities of the row. */
  readonly removal?: Removal;
  /** Names of consents that the rows answered with what is not sent, such as a yes that says nothing. */
  readonly unsaid?: readonly string[];
  /** Short hash of the content. It differs where the content of the same key has changed. */
  readonly content: string;
}

/** The deletion, merge, suppression or end of a suppression of a person, or the deletion of an object. */
export interface Removal {
  readonly action: 'delete' | 'suppress' | 'unsuppress' | 'merge';
  /** Identities, as `person` has one. Customer.io suppresses a person under all of them. Of a merge, also who stays. */
  readonly others: readonly string[];
}

export interface Operation {
  readonly meta: OperationMeta;
  /** The item's JSON. It becomes part of a batch as it is. */
  readonly item: string;
}

/** The time of an event, unless it is that of its file. */
export function ownTime({ at, fileTime }: Pick<OperationMeta, 'at' | 'fileTime'>): number | undefined {
  return fileTime ? undefined : at;
}

/** Line number of the first row that an operation was made from. */
export function firstLine({ madeFrom }: Pick<OperationMeta, 'madeFrom'>): number {
  return madeFrom[0].line;
}

/** Number of rows whose outcome is the operation's. */
export function countedRows({
  madeFrom,
  countsRows,
}: Pick<OperationMeta, 'madeFrom' | 'countsRows'>): number {
  return countsRows ? madeFrom.reduce((sum, { rows }) => sum + rows, 0) : 0;
}

/** An event whose rows another operation counts. Relationships in the row of a person count nothing. */
export function isFurtherEvent({ kind, countsRows }: Pick<OperationMeta, 'kind' | 'countsRows'>): boolean {
  return kind === 'event' && !countsRows;
}

/** A meta as work objects have it: every version writes and reads this form. */
interface PrintedMeta
  extends Omit<
    OperationMeta,
    'madeFrom' | 'countsRows' | 'name' | 'value' | 'group' | 'fileTime' | 'removal' | 'unsaid'
  > {
  /** Line number of the first row. */
  readonly row: number;
  /** Number of rows whose outcome is the operation's; 0 where another operation counts them. */
  readonly rows: number;
  /** The rows that it was made from, where `row` and `rows` do not say so. */
  readonly parts?: readonly PrintedSpan[] | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly group?: string | undefined;
  readonly fileTime?: true | undefined;
  readonly removal?: Removal | undefined;
  readonly unsaid?: readonly string[] | undefined;
}

interface PrintedSpan {
  readonly row: number;
  readonly rows: number;
}

/** One line of NDJSON: the meta, a tab, the item. JSON has no raw tab. */
export function printOperation({ meta, item }: Operation): string {
  const { kind, madeFrom, countsRows, key, person, name, at, content, value, group, fileTime } = meta;
  const [{ line, rows }] = madeFrom;
  const isPlain = countsRows && madeFrom.length === 1;
  const printed: PrintedMeta = {
    kind,
    row: line,
    rows: isPlain ? rows : countedRows(meta),
    parts: isPlain ? undefined : madeFrom.map((span) => ({ row: span.line, rows: span.rows })),
    key,
    person,
    name,
    at,
    content,
    value,
    group,
    fileTime,
    removal: meta.removal,
    unsaid: meta.unsaid,
  };
  return `${JSON.stringify(printed)}\t${item}\n`;
}

/**
 * Reads a line that `printOperation` wrote, without its newline. The pipeline wrote it, so its shape is trusted. Fields
 * are copied one by one: it is the fastest way, and this runs for every operation.
 */
export function readOperation(line: string): Operation {
  const tab = line.indexOf('\t');
  const printed = JSON.parse(line.slice(0, tab)) as PrintedMeta;
  const { kind, row, rows, parts, key, person, name, at, content, value, group, fileTime } = printed;
  const { removal, unsaid } = printed;
  const meta: { -readonly [Field in keyof OperationMeta]: OperationMeta[Field] } = {
    kind,
    madeFrom: parts === undefined ? [{ line: row, rows }] : readSpans(parts),
    countsRows: rows > 0,
    key,
    person,
    at,
    content,
  };
  if (name !== undefined) meta.name = name;
  if (value !== undefined) meta.value = value;
  if (group !== undefined) meta.group = group;
  if (fileTime) meta.fileTime = true;
  if (removal) meta.removal = removal;
  if (unsaid) meta.unsaid = unsaid;
  return { meta, item: line.slice(tab + 1) };
}

function readSpans(parts: readonly PrintedSpan[]): OperationMeta['madeFrom'] {
  return parts.map(({ row, rows }): RowSpan => ({ line: row, rows })) as [RowSpan, ...RowSpan[]];
}
