// A file that someone may drop, and its expected result.

export interface HostileFile {
  readonly name: string;
  readonly bytes: () => Buffer;
  /** Name under `incoming/people/`; `file.csv` by default. */
  readonly key?: string;
  /** The text of the bytes, if another reader can read it: it counts the records independently. */
  readonly text?: string;
  /** Rows by outcome, rejected rows by code; or the code of the refusal. */
  readonly becomes: Readonly<Record<string, number>> | string;
}

export const HEADER = 'id,plan,note';
export const ROWS = ['p1,gold,one', 'p2,silver,two', 'p3,,three'];
export const TEXT = [HEADER, ...ROWS, ''].join('\n');

/** A valid file with these rows in the middle. */
export function among(...rows: readonly string[]): string {
  return [HEADER, ROWS[0], ...rows, ROWS[1], ''].join('\n');
}

/** A file with this text. */
export function file(name: string, text: string, becomes: HostileFile['becomes']): HostileFile {
  return { name, bytes: () => Buffer.from(text), text, becomes };
}

/** A file with these bytes, which no other reader reads. */
export function bytes(
  name: string,
  content: Buffer | string | (() => Buffer),
  becomes: HostileFile['becomes'],
): HostileFile {
  return { name, bytes: typeof content === 'function' ? content : () => Buffer.from(content), becomes };
}
