// A file that somebody may drop, and what has to become of it.

export interface HostileFile {
  readonly name: string;
  readonly bytes: () => Buffer;
  /** Name below `incoming/people/`; `file.csv` unless told. */
  readonly key?: string;
  /** What the bytes say, where another reader can read it: its records are counted, independently. */
  readonly text?: string;
  /** Rows by outcome, rejected ones by code; or the reason to refuse the file. */
  readonly becomes: Readonly<Record<string, number>> | string;
}

export const HEADER = 'id,plan,note';
export const ROWS = ['p1,gold,one', 'p2,silver,two', 'p3,,three'];
export const TEXT = [HEADER, ...ROWS, ''].join('\n');

/** A sound file with these rows in between. */
export function among(...rows: readonly string[]): string {
  return [HEADER, ROWS[0], ...rows, ROWS[1], ''].join('\n');
}

/** A file of this text. */
export function file(name: string, text: string, becomes: HostileFile['becomes']): HostileFile {
  return { name, bytes: () => Buffer.from(text), text, becomes };
}

/** A file of these bytes, which no other reader is asked about. */
export function bytes(
  name: string,
  content: Buffer | string | (() => Buffer),
  becomes: HostileFile['becomes'],
): HostileFile {
  return { name, bytes: typeof content === 'function' ? content : () => Buffer.from(content), becomes };
}
