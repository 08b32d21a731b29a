// docs/feeds/options.md, made from the schema of feeds.config.ts: every option, with a link to an example.
import { feedsJsonSchema } from '../../lib/feeds-json-schema.ts';
import { readFeedPages } from './feed-pages.ts';
import { headingsOf } from './markdown-links.ts';
import { exampleOf, type Section, sectionsOf } from './option-examples.ts';
import { type JsonSchema, listOptions, type Option } from './option-list.ts';

/** Options of the same kinds of feed. */
export interface OptionGroup {
  readonly title: string;
  /** None for the options outside of feeds. */
  readonly kinds: readonly string[];
  readonly options: readonly Option[];
}

/** The whole page, as Markdown. */
export function optionsPage(): string {
  const sections = readFeedPages().flatMap(sectionsOf);
  const groups = optionGroups();
  const contents = groups.map(({ title }) => `[${title}](#${headingsOf(`## ${title}`)[0]?.anchor})`);
  const tables = groups.map(({ title, kinds, options }) => {
    const rows = options.map((option) => printRow(option, exampleOf(option.key, kinds, sections)));
    return [`## ${title}\n`, ...HEAD, ...rows, ''].join('\n');
  });
  return [TITLE, `On this page: ${contents.join(' | ')}`, NOTE, tables.join('\n')].join('\n\n');
}

const TITLE =
  '<!-- Made by `npm run docs:options` from the schema of the feeds. Do not edit. -->\n# All options of feeds';
const NOTE =
  'Each option links to an example. `[]` is an entry of a list. `<column>` is a name that you choose. A duration is a number with `m`, `h` or `d`, such as `30m`, `24h`, `7d`, or a number of seconds. The columns of `groupBy.items` and `relationships` have the options of `columns`, and its `where` those of `where`.';
const HEAD = ['| option | what it does | type | default |', '|---|---|---|---|'];

/** Every option, those that most kinds of feed have first. */
export function optionGroups(): readonly OptionGroup[] {
  const schema = feedsJsonSchema() as JsonSchema;
  const feed = schema.properties?.feeds?.additionalProperties;
  const schemas = typeof feed === 'object' ? (feed.oneOf ?? []) : [];
  const kindsOf = Map.groupBy(
    schemas.flatMap((one) => listOptions(one).map((option) => ({ option, kind: nameOf(one) }))),
    ({ option }) => JSON.stringify(option),
  );
  const options = [...kindsOf.values()].flatMap(([first, ...others]) =>
    first && !/(items\.columns|items\.where|relationships\.\*\.columns)\.\*\./.test(first.option.key)
      ? [{ option: first.option, kinds: [first, ...others].map(({ kind }) => kind) }]
      : [],
  );
  const groups = [...Map.groupBy(options, ({ kinds }) => titleOf(kinds, schemas.length))];
  return [
    {
      title: 'The configuration',
      kinds: [],
      options: listOptions(schema).filter(({ key }) => !key.startsWith('feeds.')),
    },
    ...groups
      .map(([title, all]) => ({
        title,
        kinds: all[0]?.kinds ?? [],
        options: all.map(({ option }) => ({ ...option, key: `feeds.*.${option.key}` })),
      }))
      .toSorted((a, b) => b.kinds.length - a.kinds.length),
  ];
}

function nameOf({ properties }: JsonSchema): string {
  return String(properties?.kind?.const);
}

function titleOf(kinds: readonly string[], all: number): string {
  if (kinds.length === all) return 'Every feed';
  const last = kinds.at(-1) ?? '';
  return `Feeds of ${kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} and ${last}` : last}`;
}

function printRow({ path, type, fallback, meaning }: Option, example: Section | undefined): string {
  const name = `\`${path}\``;
  const cells = [
    example ? `[${name}](${example.link})` : name,
    meaning,
    type.replaceAll(/"([^"]*)"/g, (_, value) => `\`${value}\``),
    fallback === '' || fallback === 'required' ? fallback : `\`${fallback}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
