// Prints a drafted feed as an entry of feeds.config.ts, with each doubt as a comment above its option.
import { inspect } from 'node:util';
import type { Doubt, FeedDraft } from './draft-feed.ts';
import type { KnownExport } from './known-export.ts';

export function printKnown(feed: string, { preset, file, what }: KnownExport, fileName: string): string {
  return [
    `// ${fileName} has ${what}. A preset reads them: add these lines to feeds.config.ts.`,
    `import { ${preset} } from 'csv-to-customerio/presets/${file}';`,
    '',
    `${quoted(feed)}: ${preset},`,
    '',
  ].join('\n');
}

export function printDraft(feed: string, { doubts, columns, ...draft }: FeedDraft, fileName: string): string {
  const options = Object.entries({ ...draft, columns });
  return [
    `// Drafted from ${fileName}. Add it to feeds.config.ts after you have read the lines that say "check".`,
    `${quoted(feed)}: {`,
    ...options.flatMap(([option, value]) => printOption(option, value, doubts, Object.keys(columns))),
    '},',
    '',
  ].join('\n');
}

function printOption(
  option: string,
  value: unknown,
  doubts: readonly Doubt[],
  columns: readonly string[],
): string[] {
  const own = doubts
    .filter((doubt) => doubt.option === option)
    .map(({ message }) => `  // check: ${message}`);
  if (option !== 'columns') return [...own, `  ${option}: ${printValue(value)},`];
  const ofColumns = doubts.filter(({ option: name }) => !OPTIONS.includes(name));
  const rules = Object.entries(value as FeedDraft['columns']).flatMap(([name, rule]) => [
    ...ofColumns.filter((doubt) => doubt.option === name).map(({ message }) => `    // check: ${message}`),
    `    ${quoted(name)}: ${printValue(rule)},`,
  ]);
  const others = ofColumns
    .filter((doubt) => !columns.includes(doubt.option))
    .map((doubt) => `    // check: "${doubt.option}" ${doubt.message}`);
  if (rules.length + others.length === 0) return own;
  return [...own, '  columns: {', ...rules, ...others, '  },'];
}

const OPTIONS = ['file', 'identifiers', 'event', 'time', 'key', 'columns'];

function printValue(value: unknown): string {
  return inspect(value, { depth: null, breakLength: Number.POSITIVE_INFINITY, compact: true });
}

/** A property's name, quoted if it is not an identifier. */
function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : inspect(name);
}
