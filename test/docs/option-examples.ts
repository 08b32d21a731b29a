// Where the pages of docs/feeds/ show an option at work.
import { configOf, type Example } from './feed-examples.ts';
import type { FeedPage } from './feed-pages.ts';
import { headingsOf } from './markdown-links.ts';
import { writtenPaths } from './option-paths.ts';

/** A section of a page, with the options that one of its examples writes. */
export interface Section {
  /** Relative to docs/feeds/. */
  readonly link: string;
  readonly page: FeedPage;
  readonly text: string;
  readonly paths: ReadonlySet<string>;
  /** Kinds of the example's feeds. */
  readonly kinds: readonly string[];
}

export function sectionsOf(page: FeedPage): readonly Section[] {
  const lines = page.text.split('\n');
  const headings = headingsOf(page.text).filter(({ level }) => level === 2);
  const starts = headings.map(({ title }) => lines.indexOf(`## ${title}`) + 1);
  const sectionAt = ({ line }: Example) => {
    const at = starts.findLastIndex((start) => start <= line);
    const text = lines.slice((starts[at] ?? 1) - 1, (starts[at + 1] ?? lines.length + 1) - 1).join('\n');
    const heading = headings[at];
    return { link: heading ? `${page.name}#${heading.anchor}` : page.name, text };
  };
  return page.examples
    .filter(({ error }) => error === undefined)
    .map((example) => {
      const config = configOf(example);
      return {
        ...sectionAt(example),
        page,
        paths: writtenPaths(config, example.code),
        kinds: Object.values(config.feeds).map(({ kind }) => kind),
      };
    });
}

/**
 * Of the sections that show an option, the one that is most about it.
 * @param key path of the option, as `optionPaths` has it.
 * @param kinds kinds of feed that have the option; none for an option outside of feeds.
 */
export function exampleOf(
  key: string,
  kinds: readonly string[],
  sections: readonly Section[],
): Section | undefined {
  const shown = sections.filter((section) => section.paths.has(key));
  const ofKind = shown.filter((section) => section.kinds.some((kind) => kinds.includes(kind)));
  const ranked = (ofKind.length > 0 ? ofKind : shown).map((section) => ({
    section,
    rank: rankOf(section, key),
  }));
  return ranked.toSorted((a, b) => b.rank - a.rank)[0]?.section;
}

/** Pages about options whose names appear on other pages too. */
const HOMES: Readonly<Record<string, string>> = {
  workspace: 'README.md',
  feeds: 'README.md',
  kind: 'README.md',
  identifiers: 'identifiers.md',
  columns: 'columns-and-types.md',
  limits: 'limits-and-approval.md',
  event: 'events.md',
  time: 'events.md',
};
/** Pages that show options without explaining them. */
const IN_PASSING = /^(README|presets|shopify|recipes.*)\.md$/;

function rankOf({ page, text }: Section, key: string): number {
  const [first = '', ...rest] = key.replace(/^feeds\.\*\./, '').split('.');
  if (HOMES[first] === page.name) return rest.length === 0 ? 20 : 10 + mentions(text, rest.at(-1) ?? '');
  return mentions(text, rest.at(-1) ?? first) - (IN_PASSING.test(page.name) ? 10 : 0);
}

/** How much a section is about an option: its heading, a row of its table, its text. */
function mentions(text: string, name: string): number {
  const places = [`^## .*\`${name}\``, `^\\| [^|]*\\b${name}\``, `\`${name}\\b`];
  const best = places.findIndex((place) => new RegExp(place, 'm').test(text));
  return best === -1 ? 0 : places.length - best;
}
