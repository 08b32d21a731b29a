// docs/feeds.md cannot lie: its examples are run, and it knows every option.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema, type FeedsInput } from '../../lambdas/contracts/feed.ts';
import { RefusedError } from '../../lambdas/domain/errors.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../../lambdas/domain/presets/shopify-customers.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../lambdas/domain/presets/warehouse-events.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { feedsJsonSchema, optionNames } from '../../lib/feeds-json-schema.ts';
import { mapFile } from '../builders/map-file.ts';

const PAGE = readFileSync(new URL('../../docs/feeds.md', import.meta.url), 'utf8');
const PRESETS = { events, leads, people, shopifyCheckouts, shopifyCustomers, shopifyOrders, warehouseEvents };

interface Block {
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

/** The fenced blocks of the page, with what stands behind the fence. */
const BLOCKS: readonly Block[] = [...PAGE.matchAll(/^```([^\n]+)\n(.*?)^```$/gms)].map((match) => ({
  info: match[1] ?? '',
  text: match[2] ?? '',
  line: PAGE.slice(0, match.index).split('\n').length,
}));

interface Example {
  readonly line: number;
  readonly code: string;
  readonly csv: string | undefined;
  /** What the page says becomes of it. */
  readonly outcome: Block | undefined;
}

/** A `ts feed` and the blocks up to the next one: perhaps a `csv`, and what becomes of it. */
const EXAMPLES: readonly Example[] = BLOCKS.flatMap(({ info, text, line }, index) => {
  if (info !== 'ts feed') return [];
  const next = BLOCKS.findIndex((block, at) => at > index && block.info === 'ts feed');
  const own = BLOCKS.slice(index + 1, next === -1 ? undefined : next);
  const csv = own.find((block) => block.info === 'csv')?.text;
  const outcome = own.find((block) => ['jsonl result', 'text refused', 'text error'].includes(block.info));
  return [{ line, code: text, csv, outcome }];
});

/** An object of the page; presets go by their names. */
function evaluate(code: string): unknown {
  return new Function(...Object.keys(PRESETS), `return (${code});`)(...Object.values(PRESETS));
}

/** As the page writes it: items, then rows that are rejected, then rows that are kept back. */
function outcomesOf(feed: FeedInput, csv: string): readonly Readonly<Record<string, unknown>>[] {
  const { items, rejects, setAside } = mapFile(feed, csv);
  return [
    ...items.map((item) => ({ ...item })),
    ...rejects.map(({ line, code, column }) => ({ line, rejected: code, column })),
    ...setAside.map((row) => ({ ...row })),
  ];
}

describe('docs/feeds.md', () => {
  it.each(EXAMPLES.map((example) => [example.line, example] as const))(
    'is right at line %d',
    (_, example) => {
      const { code, csv, outcome } = example;
      if (outcome?.info === 'text error') {
        const define = () =>
          defineFeeds({ workspace: 'main', feeds: { example: evaluate(code) } } as FeedsInput);
        const mistakes = outcome.text
          .trim()
          .split('\n')
          .map((line) => `  ${line}`);
        expect(define).toThrow(new Error(`feeds.config.ts is not right:\n${mistakes.join('\n')}`));
        return;
      }
      const feed = evaluate(code) as FeedInput;
      FeedSchema.parse(feed);
      if (csv === undefined) return;
      if (outcome?.info === 'text refused') {
        const [, reason, message] = /^(\w+): (.*)$/.exec(outcome.text.trim()) ?? [];
        expect(() => mapFile(feed, csv)).toThrow(RefusedError);
        expect(() => mapFile(feed, csv)).toThrow(expect.objectContaining({ code: reason, message }));
        return;
      }
      const written =
        outcome?.text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)) ?? [];
      const outcomes = JSON.parse(JSON.stringify(outcomesOf(feed, csv))) as typeof written;
      // What a line of the page shows of an item, it shows whole.
      const shown = outcomes.map((item, index) =>
        Object.fromEntries(Object.keys(written[index] ?? {}).map((key) => [key, item[key]])),
      );
      expect({ count: outcomes.length, shown }).toEqual({ count: written.length, shown: written });
    },
  );

  it('shows what becomes of every file', () => {
    const silent = EXAMPLES.filter(({ csv, outcome }) => (csv !== undefined) !== (outcome !== undefined));
    expect(silent.filter(({ outcome }) => outcome?.info !== 'text error').map(({ line }) => line)).toEqual(
      [],
    );
  });

  it('shows a configuration that is right', () => {
    const configs = BLOCKS.filter(({ info }) => info === 'ts config');
    expect(configs.length).toBeGreaterThan(0);
    for (const { text } of configs) expect(() => defineFeeds(evaluate(text) as FeedsInput)).not.toThrow();
  });

  it('knows every option', () => {
    const isKnown = (name: string) => new RegExp(`\\b${name}: |\`${name}\``).test(PAGE);
    expect(optionNames(feedsJsonSchema()).filter((name) => !isKnown(name))).toEqual([]);
  });

  it.each(Object.keys(PRESETS))('knows the preset %s', (name) => {
    expect(PAGE).toContain(`| \`${name}\` |`);
  });
});
