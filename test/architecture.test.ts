// Holds the rules of docs/architecture.md, "Rooms": which folder may import which, what a step must not use, and how
// long a file may be. Type imports count.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseSync } from 'oxc-parser';

const ROOT = resolve(import.meta.dirname, '..');
const LONGEST_FILE_LINES = 300;
const NAMELESS = /(^|-)(utils?|helpers?|common|shared|manager|service)s?\b/;

interface Room {
  /** Path of its files; what `(…)` matches is `<own>` in `may`. */
  readonly files: RegExp;
  /** Paths and packages that they may import; a folder ends in a slash. */
  readonly may: readonly string[];
}

const SDKS = ['@aws-sdk/', '@aws-lambda-powertools/', '@middy/core'];

/** The first room that a file fits is its room. Tests may import anything. */
const ROOMS: readonly Room[] = [
  { files: /^lambdas\/contracts\//, may: ['lambdas/contracts/', 'zod'] },
  {
    files: /^lambdas\/domain\/page\//,
    may: ['lambdas/domain/', 'lambdas/contracts/', 'node:crypto', 'd3-scale'], // scales and ticks of charts
  },
  {
    files: /^lambdas\/domain\//,
    may: [
      ...['lambdas/domain/', 'lambdas/contracts/', 'zod', 'csv-parse/sync'],
      'temporal-polyfill/', // zones and their rules: not to be written again
      'fastest-levenshtein', // how near an event's name is to a known one
      ...['validator/lib/isEmail.js', 'libphonenumber-js/min'], // what e-mail addresses and phone numbers are
      'node:crypto', // hashes
      'yauzl', // the directory of a zip archive
      ...['node:buffer', 'node:zlib', 'node:stream', 'node:util'], // csv/decode and delivery/members: text out of bytes, and back
    ],
  },
  {
    files: /^lambdas\/work\//,
    may: ['lambdas/work/', 'lambdas/ports/', 'lambdas/domain/', 'lambdas/contracts/'],
  },
  { files: /^lambdas\/ports\//, may: ['lambdas/ports/', 'lambdas/domain/', 'lambdas/contracts/'] },
  {
    files: /^lambdas\/adapters\//,
    may: [
      ...['lambdas/adapters/', 'lambdas/ports/', 'lambdas/domain/', 'lambdas/contracts/', 'zod'],
      ...SDKS,
      ...['undici', 'aws-lambda', 'node:fs', 'node:module', 'node:stream', 'node:timers/promises'],
    ],
  },
  {
    files: /^(lambdas\/[\w-]+\/)handler\.ts$/,
    may: ['<own>', 'lambdas/adapters/', 'lambdas/ports/', 'lambdas/contracts/', ...SDKS],
  },
  {
    files: /^(lambdas\/[\w-]+\/)/,
    may: ['<own>', 'lambdas/work/', 'lambdas/domain/', 'lambdas/ports/', 'lambdas/contracts/'],
  },
  // What other projects import: nothing in the repository does.
  { files: /^lib\/package\.ts$/, may: ['lib/', 'lambdas/domain/presets/'] },
  {
    files: /^lib\//,
    may: [
      ...['lib/', 'lambdas/contracts/', 'feeds.config.ts'],
      ...['aws-cdk-lib', 'aws-cdk-lib/', 'constructs', 'cdk-nag', 'esbuild', 'zod', 'fastest-levenshtein'],
      ...['node:fs', 'node:path', 'node:url'],
      ...['oxc-parser', 'node:crypto', 'node:module', 'node:vm'], // transforms: cut out, hashed and loaded once
    ],
  },
  { files: /^bin\/(csv-to-customerio|new-project)\.ts$/, may: ['cli/', 'commander'] },
  { files: /^bin\//, may: ['lib/', 'lambdas/contracts/', 'feeds.config.ts'] },
  { files: /^feeds\.config\.ts$/, may: ['csv-to-customerio/define-feeds', 'csv-to-customerio/presets/'] },
  // The oracle shares no code with what it checks.
  {
    files: /^test\/shop\/model\/(?!.*\.test\.)/,
    may: ['test/shop/model/', 'test/simulation/random.ts', 'node:util'],
  },
  { files: /^test\//, may: [''] },
  { files: /^(local|cli|samples|bench|lint|build)\//, may: ['!test/'] },
];

/**
 * The folders of the domain in the order in which a row passes through them. Each imports only itself, the folders
 * before it, and the files directly in lambdas/domain.
 */
const FLOORS = [
  ...[
    'operations',
    'csv',
    'presets',
    'journeys',
    'rows',
    'profile',
    'imports',
    'canary',
    'delivery',
    'findings',
    'decision',
  ],
  ...['report', 'page'],
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Without its comments. */
  readonly code: string;
  /** What it imports, types included: paths from the root, or packages. */
  readonly imports: readonly string[];
  /** Names that it imports from zod one by one. */
  readonly zodNames: readonly string[];
}

const files: readonly SourceFile[] = globSync(
  ['{bin,build,cli,lambdas,lib,lint,local,samples,bench,test}/**/*.ts', 'feeds.config.ts'],
  { cwd: ROOT },
)
  .sort()
  .map(readSource);

describe('an import', () => {
  it('stays within what its room may import', () => {
    const strays = files.flatMap((file) =>
      file.imports
        .filter((wanted) => !mayImport(file.path, wanted))
        .map((wanted) => `${file.path} → ${wanted}`),
    );
    expect(strays).toEqual([]);
  });

  it.each([
    ['lambdas/contracts/report.ts', 'node:fs'],
    ['lambdas/domain/plan.ts', 'lambdas/ports/clock.ts'],
    ['lambdas/forward/next-batch.ts', 'lambdas/adapters/track-api.ts'],
    ['lambdas/forward/next-batch.ts', 'lambdas/report/report-import.ts'],
    ['lambdas/forward/handler.ts', 'lambdas/domain/errors.ts'],
    ['lib/define-feeds.ts', 'lambdas/domain/plan.ts'],
    ['local/s3/server.ts', 'test/builders/report.ts'],
    ['feeds.config.ts', 'lib/synthesize.ts'],
    ['test/shop/model/oracle.ts', 'lambdas/domain/rows/coerce.ts'],
  ])('is found where its room does not allow it: %s → %s', (path, wanted) => {
    expect(mayImport(path, wanted)).toBe(false);
  });

  it('leads to a file that is there', () => {
    const paths = new Set(files.map(({ path }) => path));
    const missing = files.flatMap(({ path, imports }) =>
      imports
        .filter((wanted) => /\.ts$/.test(wanted) && !paths.has(wanted))
        .map((wanted) => `${path} → ${wanted}`),
    );
    expect(missing).toEqual([]);
  });

  it('is never part of a circle of files', () => {
    expect(cycles(new Map(files.map(({ path, imports }) => [path, imports])))).toEqual([]);
  });

  it('is never part of a circle of folders', () => {
    const folders = new Map<string, string[]>();
    for (const { path, imports } of files) {
      const folder = dirname(path);
      if (folder === '.' || /^test\//.test(path)) continue;
      const others = imports
        .filter((wanted) => wanted.endsWith('.ts'))
        .map(dirname)
        .filter((other) => other !== folder);
      folders.set(folder, [...(folders.get(folder) ?? []), ...others]);
    }
    expect(cycles(folders)).toEqual([]);
  });

  it('in the domain leads to the same folder or to one that comes before it', () => {
    const strays = files.flatMap(({ path, imports }) =>
      imports.filter((wanted) => !isBefore(wanted, path)).map((wanted) => `${path} → ${wanted}`),
    );
    expect(strays).toEqual([]);
  });

  it.each([
    ['lambdas/domain/csv/head.ts', 'lambdas/domain/rows/header.ts'],
    ['lambdas/domain/plan.ts', 'lambdas/domain/csv/head.ts'],
    ['lambdas/domain/report/summary.ts', 'lambdas/domain/page/report-page.ts'],
    ['lambdas/domain/a-new-folder/file.ts', 'lambdas/domain/csv/head.ts'],
  ])('in the domain is found where it leads ahead: %s → %s', (path, wanted) => {
    expect(isBefore(wanted, path)).toBe(false);
  });

  it('takes zod as a whole: by its names, every locale of zod would be in every bundle', () => {
    expect(files.flatMap(({ path, zodNames }) => zodNames.map((name) => `${path}: ${name}`))).toEqual([]);
  });
});

describe('the domain and the steps', () => {
  it('get time, chance and settings as arguments, and print nothing', () => {
    const reached = files
      .filter(({ path }) => /^lambdas\//.test(path) && !/^lambdas\/adapters\/|\/handler\.ts$/.test(path))
      .flatMap(({ path, code }) =>
        [...code.matchAll(/\b(Date\.now|new Date\(\)|Math\.random|performance\.|process\.|console\.)/g)].map(
          ([what]) => `${path}: ${what}`,
        ),
      );
    expect(reached).toEqual([]);
  });
});

describe('a file', () => {
  it(`has at most ${LONGEST_FILE_LINES} lines`, () => {
    const long = files.map(({ path, text }) => [path, text.trimEnd().split('\n').length] as const);
    expect(long.filter(([, lines]) => lines > LONGEST_FILE_LINES)).toEqual([]);
  });

  it('is named after what it is', () => {
    expect(files.map(({ path }) => path).filter((path) => NAMELESS.test(basename(path)))).toEqual([]);
  });
});

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const { module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const imported = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const called = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, name = '']) => name);
  return {
    path,
    text,
    code: comments.reduce(
      (code, { start, end }) => code.slice(0, start) + ' '.repeat(end - start) + code.slice(end),
      text,
    ),
    imports: [...imported, ...exported, ...called].map((name) =>
      name.startsWith('.') ? join(dirname(path), name) : name,
    ),
    zodNames: module.staticImports
      .filter(({ moduleRequest }) => moduleRequest.value === 'zod')
      .flatMap(({ entries }) => entries)
      .filter(({ importName }) => importName.kind !== 'NamespaceObject')
      .map(({ localName }) => localName.value),
  };
}

function mayImport(path: string, wanted: string): boolean {
  const room = ROOMS.find(({ files: pattern }) => pattern.test(path));
  const own = room?.files.exec(path)?.[1] ?? '';
  return (room?.may ?? []).some((allowed) => {
    if (allowed.startsWith('!')) return !wanted.startsWith(allowed.slice(1));
    const name = allowed.replace('<own>', own);
    return name === '' || name.endsWith('/') ? wanted.startsWith(name) : wanted === name;
  });
}

/** Whether a file of the domain may import another one; true where one of them is not of the domain. */
function isBefore(wanted: string, path: string): boolean {
  const [from, to] = [floorOf(path), floorOf(wanted)];
  if (from === undefined || to === undefined || from === to) return true;
  return to === '' || (FLOORS.includes(to) && FLOORS.indexOf(to) < FLOORS.indexOf(from));
}

/** The folder of the domain that a file is in: '' directly in lambdas/domain, undefined outside. */
function floorOf(path: string): string | undefined {
  const [, folder] = /^lambdas\/domain\/(?:([\w-]+)\/)?/.exec(path) ?? [undefined, undefined];
  return path.startsWith('lambdas/domain/') ? (folder ?? '') : undefined;
}

/** Each cycle once, as the path from its start back to its start. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at !== -1) found.push([...trail.slice(at), path].join(' → '));
    if (at !== -1 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
