// docs/rejects.md, made from the tables in code: what a person reads there is what the pipeline says.
import { REJECT_COLUMNS } from '../lambdas/domain/csv/print-record.ts';
import { REFUSALS } from '../lambdas/domain/refusals.ts';
import { REJECTS } from '../lambdas/domain/reject.ts';

/** Codes with what each means and how to mend it. */
type Codes = Readonly<Record<string, { readonly means: string; readonly mend: string }>>;

interface Chapter {
  readonly title: string;
  readonly intro: string;
  readonly codes: Codes;
}

const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Rows that are rejected',
    intro: 'The row is not sent; its neighbours are.',
    codes: REJECTS,
  },
  {
    title: 'Files that are refused',
    intro: 'Nothing of the file is sent: the import ends as `failed`, with one of these as its reason.',
    codes: REFUSALS,
  },
];

/** The whole page, as Markdown. */
export function rejectsPage(): string {
  return [INTRO, ...CHAPTERS.map(printChapter)].join('\n\n');
}

const [LINE, CODE, COLUMN, REASON] = REJECT_COLUMNS;

const INTRO = `<!-- Made by \`npm run docs:rejects\` from the tables in code. Do not edit. -->
# Rejects

Every row that is not sent comes back with a reason. Codes are stable; the texts beside them may become clearer.

## How \`rejects.csv\` works

It lies beside the report, in \`reports/<feed>/<import>/rejects.csv\`, and holds the rejected rows only: the columns of the file as they were and in their order, then

| column | says |
|---|---|
| \`${LINE}\` | the line of the file on which the row began |
| \`${CODE}\` | one of the codes below |
| \`${COLUMN}\` | the column at fault, where one is |
| \`${REASON}\` | the same in words: what is wrong, and how to mend it |

Mend the cells and drop the file into the same folder: these columns are ignored, and a row that was mended is sent under the key that it always had. A row that was sent before is not sent again. Rows of one order come back together, and belong together in the file that is dropped.

Cells are handed back as they came, also those that a spreadsheet would take for a formula: open the file as text. Reports and logs name lines, columns and codes, never a cell's value.`;

function printChapter({ title, intro, codes }: Chapter): string {
  const entries = Object.entries(codes).map(
    ([code, { means, mend }]) => `### \`${code}\`\n\n${means}\n\n**Mend:** ${mend}\n`,
  );
  return `## ${title}\n\n${intro}\n\n${entries.join('\n')}`;
}
