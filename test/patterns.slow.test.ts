// Checks that no pattern of the functions takes longer than linear time, on any text: cells and lines come from users.
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseSync, Visitor } from 'oxc-parser';

// The entry without native programs: it has the same result on every machine.
const { checkSync } = createRequire(import.meta.url)('recheck/lib/browser.js') as typeof import('recheck');
const ROOT = resolve(import.meta.dirname, '..');
/** Only a busy machine needs as long. Without a result in time, the check fails. */
const TIMEOUT_MS = 120_000;

/** Patterns that are made at run time. Their callers limit the length of the text first, the feed has the text, or they are lists of words. */
const MADE: readonly string[] = [
  'lambdas/domain/csv/invisible.ts',
  'lambdas/domain/csv/parse-records.ts',
  'lambdas/domain/findings/consents.ts',
  'lambdas/domain/profile/read-amount.ts',
  'lambdas/domain/rows/money.ts',
  'lambdas/domain/rows/row-hash.ts',
];

interface Pattern {
  readonly path: string;
  readonly source: string;
  readonly flags: string;
}

const made: string[] = [];
const patterns: readonly Pattern[] = globSync('lambdas/**/*.ts', { cwd: ROOT })
  // Their texts are from feeds.config.ts.
  .filter((path) => !path.startsWith('lambdas/contracts/feed/'))
  .sort()
  .flatMap(patternsIn);

describe('a pattern of the functions', () => {
  it('is found in the sources', () => {
    expect(patterns.length).toBeGreaterThan(50);
  });

  it.each(
    patterns.map((pattern) => [`/${pattern.source}/${pattern.flags} in ${pattern.path}`, pattern] as const),
  )(
    'takes linear time: %s',
    (_, { source, flags }) => {
      // It reports quadratic time as vulnerable, too.
      expect(checkSync(source, flags, { timeout: TIMEOUT_MS }).status).toBe('safe');
    },
    TIMEOUT_MS,
  );

  it('is written in the source, or is in the list of the patterns that are made', () => {
    expect([...new Set(made)]).toEqual(MADE);
  });

  it('would fail here if it took quadratic time', () => {
    expect(checkSync('(\\.\\d*?)0+$', '', { timeout: TIMEOUT_MS }).status).toBe('vulnerable');
  });
});

function patternsIn(path: string): Pattern[] {
  const { program } = parseSync(path, readFileSync(join(ROOT, path), 'utf8'));
  const found: Pattern[] = [];
  new Visitor({
    Literal: (node) => {
      if ('regex' in node) found.push({ path, source: node.regex.pattern, flags: node.regex.flags });
    },
    NewExpression: ({ callee }) => {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') made.push(path);
    },
  }).visit(program);
  return found;
}
