// The pages of docs/feeds/.
import { globSync } from 'node:fs';
import { type Example, examplesOf, readPage } from './feed-examples.ts';

export interface FeedPage {
  /** File name, such as `people.md`. */
  readonly name: string;
  readonly text: string;
  readonly examples: readonly Example[];
}

export const OPTIONS_PAGE = 'options.md';

/** The pages that people write, in the order of their names. */
export function readFeedPages(): readonly FeedPage[] {
  const names = globSync('*.md', { cwd: new URL('../../docs/feeds/', import.meta.url) });
  return names
    .filter((name) => name !== OPTIONS_PAGE)
    .toSorted()
    .map((name) => {
      const text = readPage(`feeds/${name}`);
      return { name, text, examples: examplesOf(text) };
    });
}
