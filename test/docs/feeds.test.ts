// Runs the examples of docs/feeds/, and checks that its pages show every option.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { feedsJsonSchema } from '../../lib/feeds-json-schema.ts';
import { mapFile } from '../builders/map-file.ts';
import { configOf, evaluate } from './feed-examples.ts';
import { readFeedPages } from './feed-pages.ts';
import { headingsOf } from './markdown-links.ts';
import { optionPaths, writtenPaths } from './option-paths.ts';
import { PRESETS } from './presets.ts';
import { expectImported, expectMapped, isMapped } from './run-example.ts';

const PAGES = readFeedPages();
const textOf = (page: string) => PAGES.find(({ name }) => name === page)?.text ?? '';

const EXAMPLES = PAGES.flatMap(({ name, examples }) =>
  examples.map((example) => [`${name}:${example.line}`, example] as const),
);
const wrong = EXAMPLES.filter(([, { error }]) => error !== undefined);
const right = EXAMPLES.filter(([, { error }]) => error === undefined);

describe('docs/feeds', () => {
  it.each(right.filter(([, example]) => isMapped(example)))('reads the file as %s says', (_, example) =>
    expectMapped(example),
  );

  it.each(right.filter(([, example]) => !isMapped(example)))('imports the files as %s says', (_, example) =>
    expectImported(example),
  );

  it.each(wrong)('reports the mistakes that %s lists', (_, example) => {
    const define = () => defineFeeds(configOf(example));
    const mistakes = (example.error ?? '')
      .trim()
      .split('\n')
      .map((line) => `  ${line}`);
    expect(define).toThrow(
      new Error(`feeds.config.ts is not valid. Correct these options:\n${mistakes.join('\n')}`),
    );
  });

  it('shows a result for every feed', () => {
    const silent = right.filter(([, { files }]) => files.every(({ outcomes }) => outcomes.length === 0));
    expect(silent.map(([where]) => where)).toEqual([]);
  });

  it('has an example for every option', () => {
    for (const [, example] of right) expect(() => defineFeeds(configOf(example))).not.toThrow();
    const shown = new Set(right.flatMap(([, example]) => [...writtenPaths(configOf(example), example.code)]));
    // The columns of relationships and of groupBy.items have the options of columns, and its where those of where.
    const options = [...optionPaths(feedsJsonSchema())].filter(
      (path) => !/\.(items\.columns|items\.where|relationships\.\*\.columns)\.\*\./.test(path),
    );
    expect(options.filter((path) => !shown.has(path))).toEqual([]);
  });

  it.each(PAGES.map(({ name, text }) => [name, text] as const))(
    'lists the sections of %s at its top',
    (_, text) => {
      const [, contents = ''] = /^On this page: (.*)$/m.exec(text) ?? [];
      const sections = headingsOf(text).filter(({ level }) => level === 2);
      const linked = [...contents.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
      expect(linked).toEqual(sections.map(({ anchor }) => anchor));
    },
  );

  it.each(PAGES.map(({ name, text }) => [name, text] as const))(
    'keeps %s short enough to scan',
    (_, text) => {
      expect(text.split('\n').length).toBeLessThanOrEqual(250);
    },
  );
});

describe('docs/feeds/README.md', () => {
  const links = [...textOf('README.md').matchAll(/\]\(([a-z-]+\.md)/g)].map(([, page]) => page);

  it.each(PAGES.map(({ name }) => name).filter((name) => name !== 'README.md'))('links to %s', (name) => {
    expect(links).toContain(name);
  });

  const choices = [...textOf('README.md').matchAll(/^\| [^|]+ \| `([^`|]+)` \| `([^`|]+)` \|$/gm)].map(
    ([, header = '', feed = '']) => [header, feed] as const,
  );

  it('has a feed for typical headers', () => expect(choices.length).toBeGreaterThan(10));

  it.each(choices)('gives a feed that accepts the header %s', (header, feed) => {
    const { rejects, notes } = mapFile(evaluate(feed) as FeedInput, `${header}\n`);
    expect({ rejects, notes }).toEqual({ rejects: [], notes: [] });
  });
});

describe('docs/feeds/presets.md', () => {
  it.each(Object.keys(PRESETS))('lists the preset %s', (name) => {
    expect(textOf('presets.md')).toContain(`| \`${name}\` |`);
  });
});
