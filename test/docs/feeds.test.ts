// docs/feeds.md cannot lie: its examples are run, and it shows every option.
import { describe, expect, it } from '@jest/globals';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { feedsJsonSchema, optionNames } from '../../lib/feeds-json-schema.ts';
import { configOf, type Example, examplesOf, readPage } from './feed-examples.ts';
import { optionPaths, writtenPaths } from './option-paths.ts';
import { PRESETS } from './presets.ts';
import { expectImported, expectMapped, isMapped } from './run-example.ts';

const PAGE = readPage('feeds.md');
const EXAMPLES = examplesOf(PAGE);

const wrong = EXAMPLES.filter(({ error }) => error !== undefined);
const right = EXAMPLES.filter(({ error }) => error === undefined);
const atLine = (examples: readonly Example[]) => examples.map((example) => [example.line, example] as const);

describe('docs/feeds.md, where it reads a file,', () => {
  it.each(atLine(right.filter(isMapped)))('is right at line %d', (_, example) => expectMapped(example));
});

describe('docs/feeds.md, where it imports files,', () => {
  it.each(atLine(right.filter((example) => !isMapped(example))))('is right at line %d', (_, example) =>
    expectImported(example),
  );
});

describe('docs/feeds.md', () => {
  it.each(atLine(wrong))('tells what is wrong at line %d', (_, example) => {
    const define = () => defineFeeds(configOf(example));
    const mistakes = (example.error ?? '')
      .trim()
      .split('\n')
      .map((line) => `  ${line}`);
    expect(define).toThrow(new Error(`feeds.config.ts is not right:\n${mistakes.join('\n')}`));
  });

  it('shows what becomes of every feed', () => {
    const silent = right.filter(({ files }) => files.every(({ outcomes }) => outcomes.length === 0));
    expect(silent.map(({ line }) => line)).toEqual([]);
  });

  it('shows every option at work', () => {
    for (const example of right) expect(() => defineFeeds(configOf(example))).not.toThrow();
    const shown = new Set(right.flatMap((example) => [...writtenPaths(configOf(example), example.code)]));
    // What groupBy adds of each row is read by the rules of any column.
    const options = [...optionPaths(feedsJsonSchema())].filter((path) => !path.includes('.items.columns.*.'));
    expect(options.filter((path) => !shown.has(path))).toEqual([]);
  });

  it('knows every option', () => {
    const isKnown = (name: string) => new RegExp(`\\b${name}: |\`${name}\``).test(PAGE);
    expect(optionNames(feedsJsonSchema()).filter((name) => !isKnown(name))).toEqual([]);
  });

  it.each(Object.keys(PRESETS))('knows the preset %s', (name) => {
    expect(PAGE).toContain(`| \`${name}\` |`);
  });
});
