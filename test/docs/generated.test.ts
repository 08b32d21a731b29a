// Generated pages are up to date with the code.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { printMarkdown } from '../../bench/measure/print.ts';
import type { Results } from '../../bench/measure/results.ts';
import { withResults } from '../../bench/performance-page.ts';
import { journeysPage } from '../../cli/journeys-page.ts';
import { rejectsPage } from '../../cli/rejects-page.ts';
import { REJECTS } from '../../lambdas/domain/reject.ts';
import { feedsJsonSchema, printFeedsJsonSchema } from '../../lib/feeds-json-schema.ts';
import { printImportEventJsonSchema } from '../../lib/import-event-json-schema.ts';
import { optionPaths } from './option-paths.ts';
import { optionGroups, optionsPage } from './options-page.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/rejects.md', () => {
  it('is what `npm run docs:rejects` writes', () => {
    expect(page('rejects.md')).toBe(rejectsPage());
  });

  it.each(Object.keys(REJECTS))('has a heading for %s', (code) => {
    expect(page('rejects.md')).toContain(`\n### \`${code}\`\n`);
  });
});

describe('docs/journeys.md', () => {
  it('is what `npm run docs:journeys` writes', () => {
    expect(page('journeys.md')).toBe(journeysPage());
  });
});

describe('docs/performance.md', () => {
  it('has the table that `npm run docs:performance` writes from bench/results.json', () => {
    const results = JSON.parse(page('../bench/results.json')) as Results;
    expect(results.quick).toBe(false);
    expect(page('performance.md')).toBe(withResults(page('performance.md'), results));
    expect(page('performance.md')).toContain(printMarkdown(results.results));
  });
});

describe('docs/feeds/options.md', () => {
  const options = optionGroups().flatMap((group) => group.options);

  it('is what `npm run docs:options` makes', () => {
    expect(page('feeds/options.md')).toBe(optionsPage());
  });

  it('lists every option', () => {
    const listed = new Set(options.map(({ key }) => key));
    const all = [...optionPaths(feedsJsonSchema())].filter(
      (path) => !/\.(items\.columns|items\.where|relationships\.\*\.columns)\.\*\./.test(path),
    );
    expect(all.filter((path) => !listed.has(path))).toEqual([]);
  });

  it('describes every option', () => {
    expect(options.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([]);
  });

  it('links every option to an example', () => {
    const rows = page('feeds/options.md')
      .split('\n')
      .filter((line) => line.includes('| `') || line.startsWith('| ['));
    expect(rows.filter((row) => !/^\| \[`[^`]+`\]\([^)]+\.md/.test(row))).toEqual([]);
  });
});

describe('docs/feeds.schema.json', () => {
  it('is what `npm run docs:schema` writes', () => {
    expect(page('feeds.schema.json')).toBe(printFeedsJsonSchema());
  });
});

describe('docs/import-event.schema.json', () => {
  it('is what `npm run docs:schema` writes', () => {
    expect(page('import-event.schema.json')).toBe(printImportEventJsonSchema());
  });
});
