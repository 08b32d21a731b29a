// Prints feeds.config.ts of a new project.
import { inspect } from 'node:util';
import { printComments } from '../journeys/print-journeys.ts';
import type { DraftedEntry, DraftedFeeds, DraftedOption } from './draft-feeds.ts';
import { presetNamed } from './presets.ts';

export function printConfig({ entries, journeys }: DraftedFeeds): string {
  const presets = [...new Set(entries.map(({ preset }) => preset))].map(presetNamed);
  const imports = presets
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ name, file }) => `import { ${name} } from 'csv-to-customerio/presets/${file}';`);
  return [
    '// How files are read: one entry per feed. The name of a feed is the folder under incoming/ for its files.',
    '// To draft a feed for a file of your own, run: npm run cli -- init FILE',
    "import { defineFeeds } from 'csv-to-customerio/define-feeds';",
    ...imports,
    '',
    ...(journeys.length > 0 ? ['// Journeys:', journeys.map(printComments).join('//\n')] : []),
    'export const feeds = defineFeeds(',
    '  {',
    '    // The workspace of Customer.io. Its name is part of what identifies an event, so keep it.',
    "    workspace: 'main',",
    '    feeds: {',
    ...entries.flatMap(printEntry),
    '    },',
    '  },',
    '  import.meta.url,',
    ');',
    '',
  ].join('\n');
}

function printEntry(entry: DraftedEntry): string[] {
  const { reads } = presetNamed(entry.preset);
  const name = key(entry.name);
  const comment = `      /** Reads ${reads}: drop its files into incoming/${entry.name}/. */`;
  if (entry.options.length === 0)
    return [comment, `      ${name === entry.preset ? name : `${name}: ${entry.preset}`},`];
  const options = entry.options.map((option) => `        ${printOption(entry, option)},`);
  return [comment, `      ${name}: {`, `        ...${entry.preset},`, ...options, '      },'];
}

function printOption({ preset }: DraftedEntry, { option, value, extends: isPart }: DraftedOption): string {
  const printed = print(value);
  const has = option in presetNamed(preset).feed;
  if (!isPart || !has) return `${key(option)}: ${printed}`;
  return `${key(option)}: { ...${preset}.${option}, ${printed.slice(2, -2)} }`;
}

function print(value: unknown): string {
  return inspect(value, { depth: null, breakLength: Number.POSITIVE_INFINITY, compact: true })
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']');
}

function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : inspect(name);
}
