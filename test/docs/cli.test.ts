// docs/cli.md names all commands, and every page calls them with existing options.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EXIT, exitCodeOf } from '../../cli/exit-code.ts';
import { program } from '../../cli/program.ts';
import { NO_TALLY } from '../../lambdas/domain/delivery/tally.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8');
const commands = program().commands.filter((command) => command.name() !== 'complete');

describe('docs/cli.md', () => {
  it('names every command, and no others', () => {
    const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(commands.map((command) => command.name()).toSorted());
  });

  it('calls commands with existing options', () => {
    const calls = [...page.matchAll(/^\$ npm run cli -- (\w+)(.*)$/gm)];
    expect(calls.length).toBeGreaterThan(3);
    for (const [, name, rest = ''] of calls) {
      const options = commands.find((command) => command.name() === name)?.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(rest.match(/--[\w-]+/g) ?? []));
    }
  });

  it.each([
    ['completed', 0, 'completed, or no problem found'],
    ['completed', 1, 'completed with rejects'],
    ['held', 0, 'held, or awaits approval'],
    ['awaiting-approval', 0, 'held, or awaits approval'],
    ['paused', 0, 'failed, paused or refused; wrong arguments'],
    ['failed', 0, 'failed, paused or refused; wrong arguments'],
  ] as const)('says the exit code of an import that is %s with %i rejects', (state, rejected, words) => {
    const rows = [...page.matchAll(/^\| (\d) \| ([^|]*) \|/gm)].map(([, code, text]) => [Number(code), text]);
    const code = exitCodeOf({ state, outcomes: { ...NO_TALLY.outcomes, rejected }, refusedFurther: 0 });
    expect(rows.map(([one]) => one).toSorted()).toEqual(Object.values(EXIT).toSorted());
    expect(rows).toContainEqual([code, words]);
  });

  it('names only existing options', () => {
    const known = new Set(commands.flatMap(({ options }) => options.map(({ long }) => long)));
    const named = [...page.matchAll(/--[a-z][\w-]*/g)].map(([option]) => option);
    expect(named.filter((option) => option !== '--help' && !known.has(option))).toEqual([]);
  });
});

const DOCS = globSync('**/*.md', { cwd: ROOT, exclude: (path) => /node_modules|^\./.test(path) });

/** The commands that a page shows: name, and the rest of the line. */
function callsIn(path: string) {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const typed = text.matchAll(/npm (?:run cli -- (\w+)|run (import) --|(start) --)([^\n`#]*)/g);
  return [...typed].map(([call, cli, own, start, rest = '']) => ({ call, name: cli ?? own ?? start, rest }));
}

describe('all pages', () => {
  it('call existing commands, with existing options', () => {
    const calls = DOCS.flatMap(callsIn);
    const wrong = calls.filter(({ name, rest }) => {
      const options = commands.find((one) => one.name() === name)?.options.map(({ long }) => long);
      return !options || (rest.match(/--[a-z][\w-]*/g) ?? []).some((option) => !options.includes(option));
    });
    expect(calls.length).toBeGreaterThan(25);
    expect(wrong.map(({ call }) => call)).toEqual([]);
  });
});
