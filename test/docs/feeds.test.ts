// docs/feeds.md cannot lie: its examples are run, and it shows every option.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed.ts';
import { RefusedError } from '../../lambdas/domain/errors.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { feedsJsonSchema, optionNames } from '../../lib/feeds-json-schema.ts';
import type { ImportedFile } from '../builders/import-file.ts';
import { mapFile } from '../builders/map-file.ts';
import {
  type Block,
  configOf,
  EXAMPLES,
  type Example,
  evaluate,
  importExample,
  type Line,
  linesOf,
  mapExample,
  PAGE,
} from './feed-examples.ts';
import { optionPaths, writtenPaths } from './option-paths.ts';
import { PRESETS } from './presets.ts';

const wrong = EXAMPLES.filter(({ error }) => error !== undefined);
const right = EXAMPLES.filter(({ error }) => error === undefined);
/** A file without a name is read and mapped; files with names, or with a report, go the whole way. */
const isMapped = ({ kind, files }: Example) =>
  kind === 'feed' &&
  files.every(
    ({ name, outcomes }) => name === undefined && outcomes.every(({ info }) => info !== 'json report'),
  );
const atLine = (examples: readonly Example[]) => examples.map((example) => [example.line, example] as const);

describe('docs/feeds.md, where it reads a file,', () => {
  it.each(atLine(right.filter(isMapped)))('is right at line %d', (_, { code, files }) => {
    const feed = evaluate(code) as FeedInput;
    for (const { content, outcomes } of files) {
      for (const outcome of outcomes) {
        if (outcome.info === 'text refused')
          expect(() => mapFile(feed, content)).toThrow(refusedAs(outcome.text));
        else expectLines(mapExample(feed, content), outcome);
      }
    }
  });
});

describe('docs/feeds.md, where it imports files,', () => {
  it.each(atLine(right.filter((example) => !isMapped(example))))(
    'is right at line %d',
    async (_, example) => {
      const imported = await importExample(example);
      for (const [index, { outcomes }] of example.files.entries()) {
        const file = imported[index];
        expect(file === undefined).toBe(outcomes.length === 0);
        if (file) for (const outcome of outcomes) expectImport(file, outcome);
      }
    },
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

function refusedAs(text: string): RefusedError {
  const [, code, message] = /^(\w+): (.*)$/.exec(text.trim()) ?? [];
  return expect.objectContaining({ name: RefusedError.name, code, message }) as unknown as RefusedError;
}

function expectImport(file: ImportedFile, outcome: Block): void {
  const { code, message } = file.report.reason ?? {};
  if (outcome.info === 'jsonl result') expectLines(linesOf(file), outcome);
  else if (outcome.info === 'json report') expect(file.report).toMatchObject(partOfReport(outcome));
  else expect(`${code}: ${message}`).toBe(outcome.text.trim());
}

/** Of several findings, a page shows those that it speaks of. */
function partOfReport({ text }: Block): object {
  const { findings, ...shown } = JSON.parse(text) as { readonly findings?: readonly object[] };
  if (!findings) return shown;
  return { ...shown, findings: expect.arrayContaining(findings.map((one) => expect.objectContaining(one))) };
}

/** What a line of the page shows of an item, it shows whole. */
function expectLines(outcomes: readonly Line[], { text }: Block): void {
  const written = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const shown = outcomes.map((item, index) =>
    Object.fromEntries(Object.keys(written[index] ?? {}).map((key) => [key, item[key]])),
  );
  expect({ count: outcomes.length, shown }).toEqual({ count: written.length, shown: written });
}
