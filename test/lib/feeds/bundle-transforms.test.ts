import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import type { BundledTransform, TransformRow } from '../../../lambdas/contracts/feed/transform.ts';
import { feedDefinition, mappingOf } from '../../../lambdas/domain/plan.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { defineFeeds } from '../../../lib/define-feeds.ts';
import { bundleTransforms, loadTransform, withoutCode } from '../../../lib/feeds/bundle-transforms.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A feeds.config.ts around the text of `feeds`, and the files next to it. */
function configOf(feeds: string, files: Readonly<Record<string, string>> = {}, before = ''): string {
  return folderWith({
    ...files,
    'feeds.config.ts': `import { defineFeeds } from 'csv-to-customerio/define-feeds';
import { people } from 'csv-to-customerio/presets/people';
${before}
export const feeds = defineFeeds({ workspace: 'main', feeds: ${feeds} }, import.meta.url);
`,
  });
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, 'feeds.config.ts');
}

/** The feed `one` as `defineFeeds` in that file gives it. Its function is another one, which is not used. */
function bundled(config: string): BundledTransform & { readonly code: string } {
  const run: TransformRow = (row) => row;
  const feeds = defineFeeds(
    { workspace: 'main', feeds: { one: { ...people, transform: { run } } } },
    pathToFileURL(config).href,
  );
  const made = bundleTransforms(feeds).feeds.one?.transform?.run;
  if (typeof made !== 'object' || made.code === undefined) throw new Error('it is not bundled');
  return { ...made, code: made.code };
}

const call = (config: string, row: Readonly<Record<string, string>>) =>
  (loadTransform(bundled(config).code, config) as TransformRow)(row, { line: 2, file: 'a.csv' });

const CLEAN = `{ one: { ...people, transform: { run: (row) => ({ ...row, name: clean(row.name) }) } } }`;
const IMPORT = `import { clean } from './clean.ts';`;
const TRIM = 'export const clean = (text: string): string => text.trim();';

describe('bundleTransforms', () => {
  it('bundles a function of feeds.config.ts with what it imports', () => {
    const config = configOf(CLEAN, { 'clean.ts': TRIM }, IMPORT);
    expect(call(config, { name: ' Ann ' })).toEqual({ name: 'Ann' });
  });

  it.each([
    [
      'a function of its own',
      'const run = (row) => ({ ...row, name: "x" });',
      '{ one: { ...people, transform: { run } } }',
    ],
    ['a method', '', '{ one: { ...people, transform: { run(row) { return { ...row, name: "x" }; } } } }'],
    [
      'a closure',
      'const set = (name) => (row) => ({ ...row, name });',
      '{ one: { ...people, transform: { run: set("x") } } }',
    ],
    [
      'a feed of its own',
      'const one = { ...people, transform: { run: (row) => ({ ...row, name: "x" }) } };',
      '{ one }',
    ],
    [
      'a feed that replaces a transform',
      'const late = { transform: { run: (row) => ({ ...row, name: "x" }) } };',
      '{ one: { transform: { run: () => null }, ...late } }',
    ],
    [
      'feeds that are typed',
      'type Row = Record<string, string>;',
      '{ one: { transform: { run: (row: Row): Row => ({ ...row, name: "x" }) } } satisfies object }',
    ],
  ])('finds %s', (_, before, feeds) => {
    const config = configOf(feeds, {}, before.replace('people, ', '').replace('...people', '...{}'));
    writeFileSync(
      config,
      `${before.replaceAll('...people, ', '')}
import { defineFeeds } from 'csv-to-customerio/define-feeds';
export const feeds = defineFeeds({ workspace: 'main', feeds: ${feeds.replaceAll('...people, ', '')} }, import.meta.url);`,
    );
    expect(call(config, { name: 'a' })).toEqual({ name: 'x' });
  });

  it('finds it in a file that also reads the other feeds', () => {
    const config = folderWith({
      'feeds.config.ts': `import { defineFeeds } from 'csv-to-customerio/define-feeds';
export const feeds = defineFeeds({ feeds: { one: { transform: { run: (row) => ({ ...row, name: 'x' }) } }, two: { kind: 'people' } } }, import.meta.url);
if (feeds.feeds.two.kind !== 'people') throw new Error('no people');`,
    });
    expect(call(config, {})).toEqual({ name: 'x' });
  });

  it('distinguishes several calls of defineFeeds in one file', () => {
    const config = folderWith({
      'feeds.config.ts': `import { defineFeeds as define } from 'csv-to-customerio/define-feeds';
const of = (name) => define({ workspace: name, feeds: { one: { transform: { run: (row) => ({ ...row, name }) } } } }, import.meta.url);
export const [eu, us] = [of('eu'), of('us')];`,
    });
    expect([call(config, {}), call(config, {})]).toEqual([{ name: 'eu' }, { name: 'us' }]);
  });

  it('prints nothing, and throws if the function changes the row itself', () => {
    const config = () =>
      configOf(
        '{ one: { transform: { run: (row) => { console.log(row.name); row.name = "b"; return row; } } } }',
      );
    expect(bundled(config()).code).not.toContain('console');
    expect(() => call(config(), Object.freeze({ name: 'a' }))).toThrow(/read only/);
  });

  it('allows hashes', () => {
    const config = configOf(
      '{ one: { transform: { run: (row) => ({ ...row, name: hash("sha256", row.name) }) } } }',
      {},
      "import { hash } from 'node:crypto';",
    );
    expect(call(config, { name: 'a' })?.name).toMatch(/^ca978112/);
  });
});

describe('the digest of a transform', () => {
  const digest = (...config: Parameters<typeof configOf>) => bundled(configOf(...config)).digest;
  const before = digest(CLEAN, { 'clean.ts': TRIM }, IMPORT);

  it('is the same in any folder, and for other comments, types and line breaks', () => {
    expect(digest(CLEAN, { 'clean.ts': TRIM }, IMPORT)).toBe(before);
    const typed = CLEAN.replace('(row)', '(\n  row: any /* a row */\n)');
    const trim = `// Trims.\n${TRIM.replace(': string =>', ' =>')}`;
    expect(digest(typed, { 'clean.ts': trim }, IMPORT)).toBe(before);
  });

  it('does not change with other feeds, and with other options of its feed', () => {
    const more = CLEAN.replace(
      '{ one: {',
      '{ two: { kind: "events", transform: { run: () => null } }, one: { unmapped: "drop",',
    );
    expect(digest(more, { 'clean.ts': TRIM }, IMPORT)).toBe(before);
  });

  it('changes with the function, and with what it imports', () => {
    const others = [
      digest(CLEAN.replace('...row', '...row, plan: ""'), { 'clean.ts': TRIM }, IMPORT),
      digest(CLEAN, { 'clean.ts': TRIM.replace('trim', 'trimEnd') }, IMPORT),
    ];
    expect(new Set([before, ...others]).size).toBe(3);
  });

  it('is a part of the definition of its feed and of the mapping, and a feed without a transform keeps both', () => {
    const feeds = (run?: BundledTransform) => {
      const one = run ? { ...people, transform: { run } } : people;
      return FeedsSchema.parse({ workspace: 'main', feeds: { one } });
    };
    const hashes = (all: ReturnType<typeof feeds>) => {
      const { one } = all.feeds;
      if (!one) throw new Error('the feed is missing');
      return [feedDefinition(all, one), mappingOf(undefined, one)];
    };
    const [none, a, b] = [feeds(), feeds({ digest: 'a' }), feeds({ digest: 'b' })].map(hashes);
    for (const at of [0, 1]) expect(new Set([none?.[at], a?.[at], b?.[at]]).size).toBe(3);
    // As the version before this option made them.
    expect(none).toEqual(['R2tkrQgXPB-b', '-l_q3rEPzl2y']);
  });

  it('is all that the functions get, and the code is in the bundle of Validate alone', () => {
    const feeds = defineFeeds(
      {
        workspace: 'main',
        feeds: { people, one: { ...people, transform: { adds: ['x'], run: (row) => row } } },
      },
      pathToFileURL(configOf(CLEAN, { 'clean.ts': TRIM }, IMPORT)).href,
    );
    const written = JSON.parse(JSON.stringify(withoutCode(bundleTransforms(feeds))));
    expect(written.feeds.one.transform).toEqual({ adds: ['x'], run: { digest: before } });
    expect(FeedsSchema.parse(written).feeds.one?.transform).toEqual(written.feeds.one.transform);
    expect(written.feeds.people).toEqual(feeds.feeds.people);
  });
});

describe('synth refuses a transform', () => {
  const problem = (config: string) => {
    try {
      bundled(config);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it was not refused');
  };

  it.each([
    [
      'that reads files',
      "import { readFileSync } from 'node:fs';",
      'row => ({ ...row, name: readFileSync(row.name, "utf8") })',
      /imports "node:fs"/,
    ],
    [
      'that cannot be bundled',
      "import { x } from './missing.ts';",
      'row => x(row)',
      /it cannot be bundled: .*missing/s,
    ],
    ['whose file fails', 'throw new Error("no setting");', 'row => row', /cannot be loaded: no setting/],
  ])('%s', (_, before, run, message) => {
    expect(problem(configOf(`{ one: { transform: { run: ${run} } } }`, {}, before))).toMatch(message);
  });

  it('whose file does not define it when it is loaded', () => {
    const config = folderWith({
      'feeds.config.ts': `import { defineFeeds } from 'csv-to-customerio/define-feeds';
export const make = () => defineFeeds({ feeds: { one: { transform: { run: (row) => row } } } }, import.meta.url);`,
    });
    expect(problem(config)).toMatch(/cannot be loaded|does not define/);
    writeFileSync(config, 'export const feeds = {};');
    expect(problem(config)).toContain('does not call defineFeeds');
  });

  it('whose file is not known, and says how to name it', () => {
    const feeds = defineFeeds({
      workspace: 'main',
      feeds: { one: { ...people, transform: { run: (row) => row } } },
    });
    expect(() => bundleTransforms(feeds)).toThrow(
      expect.objectContaining({
        name: 'FeedsConfigError',
        message: expect.stringContaining('defineFeeds({ … }, import.meta.url)'),
      }),
    );
  });
});
