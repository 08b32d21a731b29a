// Runs the README's example, and checks its links and commands.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { mapFile } from '../builders/map-file.ts';

const ROOT = new URL('../../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');

/** The first fenced block of a language. */
function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(README)?.[1] ?? '';
}

/** Titles of `describe` and of tests, without `kind 21:`. */
function titlesIn(text: string): string[] {
  return [...text.matchAll(/(?:describe|it|\]|>|\))\(\s*(['"])(.+?)\1,/g)].map(([, , title = '']) =>
    title.replaceAll("\\'", "'").replace(/^kinds? [\d and]+: |^%s /, ''),
  );
}

describe('README.md', () => {
  it('shows the item that its feed makes from its row', () => {
    const feed = new Function(`return (${block('ts')});`)() as FeedInput;
    const { items, rejects } = mapFile(feed, block('csv'));
    expect(rejects).toEqual([]);
    expect(items).toEqual([JSON.parse(block('json'))]);
  });

  it('links to existing files', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((path) => !existsSync(new URL(path, ROOT)))).toEqual([]);
  });

  it('quotes titles of tests that exist', () => {
    const quotes = [...README.matchAll(/\["([^"\]]+)"\]\(([^)]+\.test\.ts)\)/g)];
    expect(quotes.length).toBeGreaterThanOrEqual(7);
    for (const [, title = '', path = ''] of quotes) {
      // A title of `describe`, a title of a test, or the one and then the start of the other.
      const titles = titlesIn(readFileSync(new URL(path, ROOT), 'utf8'));
      const quoted = titles.some((outer) =>
        [outer, ...titles.map((inner) => `${outer} ${inner}`)].some((text) => text.startsWith(title)),
      );
      expect({ title, path, quoted }).toEqual({ title, path, quoted: true });
    }
  });

  it.each([
    'No row is lost',
    'No event counts twice',
    'Nothing is invented',
    'A release in between changes nothing',
    'You pay for new rows',
  ])('quotes a test that proves: %s', (promise) => {
    const row = README.split('\n').find((line) => line.startsWith(`| **${promise}.**`));
    expect(row).toMatch(/ \| .*\["[^"\]]+"\]\([^)]+\.test\.ts\)/);
  });

  it('calls existing npm scripts', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const called = [...README.matchAll(/npm (?:run ([\w:-]+)|(start|test))/g)].map(
      ([, run, own]) => run ?? own ?? '',
    );
    expect(called).toEqual(expect.arrayContaining(['start', 'import']));
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('shows how to deploy in at most ten lines', () => {
    const deploy = README.slice(README.indexOf('## Deploy')).split('```')[1] ?? '';
    expect(deploy.trim().split('\n').length).toBeLessThanOrEqual(10);
  });
});
