// Rows that have the key of a delivered event and differ from it, in words: for the page, the notice and the command line.
import { count } from '../../contracts/format.ts';
import type { Difference, Report } from '../../contracts/report.ts';

/**
 * One sentence for each way in which rows and further events differ, with the first lines. Rows of an import that is held
 * included.
 */
export function differingSentences({ differing = [] }: Report): string[] {
  return differing
    .filter(({ rows, further = 0 }) => rows + further > 0)
    .map(({ how, rows, further = 0, ...where }) => {
      const [one, many] = SAYS[how];
      const [says, were] = rows + further === 1 ? [one, 'It was'] : [many, 'They were'];
      const parts = [
        ...(rows > 0 ? [count(rows, 'row')] : []),
        ...(further > 0 ? [count(further, 'further event')] : []),
      ];
      return `${parts.join(' and ')} ${says}${placesOf(where)}. ${were} not sent.`;
    });
}

/** What is true of one row and of several. */
const SAYS: Readonly<Record<Difference, readonly [one: string, many: string]>> = {
  reused: [
    'has the key of another event at another time, and was rejected',
    'have the key of another event at another time, and were rejected',
  ],
  person: [
    'has the key of a delivered event, but is about another person',
    'have the key of a delivered event, but are about another person',
  ],
  time: [
    'has the key and the person of a delivered event, but another time',
    'have the key and the person of a delivered event, but another time',
  ],
  chained: [
    'merges a person that another row merges too, and was rejected',
    'merge a person that another row merges too, and were rejected',
  ],
  content: [
    'has the key of a delivered event, but other values',
    'have the key of a delivered event, but other values',
  ],
};

type Where = Pick<NonNullable<Report['differing']>[number], 'lines' | 'places'>;

function placesOf({ lines, places }: Where): string {
  if (lines.length === 0) return '';
  return ` (first: ${places?.join('; ') ?? `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`})`;
}
