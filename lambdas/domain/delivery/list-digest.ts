// A digest of the operations before a position. A position means something only in the list that it counted: another
// version of the code can reject other rows, or arrange them in another order.
import { createHash } from 'node:crypto';
import type { Operation, OperationMeta } from '../operations/operation.ts';
import type { Arranged } from './arrange.ts';

export interface ArrangedList extends Pick<Arranged, 'duplicates'> {
  readonly ordered: readonly Operation[];
}

/** 96 bits. */
const CHARACTERS = 16;

/** @returns the digest for positions that do not become smaller. */
export function listDigest({ ordered, duplicates }: ArrangedList): (position: number) => string {
  // Repeats have their outcome from the start.
  const running = createHash('sha256').update(JSON.stringify(duplicates));
  let done = 0;
  return (position) => {
    const end = Math.max(done, Math.min(position, ordered.length));
    const texts = ordered.slice(done, end).map(({ meta }) => printMeta(meta));
    if (texts.length > 0) running.update(texts.join(''));
    done = end;
    return running.copy().digest('base64url').slice(0, CHARACTERS);
  };
}

/** What identifies an operation, and the rows that its outcome counts. */
function printMeta({ kind, key, content, madeFrom, countsRows }: OperationMeta): string {
  const rows = madeFrom.map((span) => `${span.line}+${span.rows}`).join();
  return `${kind}\0${key}\0${content}\0${rows}\0${countsRows}\n`;
}
