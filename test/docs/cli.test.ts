// docs/cli.md names the commands that there are, and calls them with options that they have.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { EXIT, exitCodeOf } from '../../cli/exit-code.ts';
import { program } from '../../cli/program.ts';
import { NO_TALLY } from '../../lambdas/domain/report/tally.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const commands = program().commands.filter((command) => command.name() !== 'complete');

describe('docs/cli.md', () => {
  it('names every command, and no other', () => {
    const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(commands.map((command) => command.name()).toSorted());
  });

  it('calls commands with options that they have', () => {
    const calls = [...page.matchAll(/^\$ npm run cli -- (\w+)(.*)$/gm)];
    expect(calls.length).toBeGreaterThan(3);
    for (const [, name, rest = ''] of calls) {
      const options = commands.find((command) => command.name() === name)?.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(rest.match(/--[\w-]+/g) ?? []));
    }
  });

  it.each([
    ['completed', 0, 'completed, or fit to drop'],
    ['completed', 1, 'completed with rejects'],
    ['held', 0, 'held, or awaits approval'],
    ['awaiting-approval', 0, 'held, or awaits approval'],
    ['paused', 0, 'failed, paused or refused; called wrongly'],
    ['failed', 0, 'failed, paused or refused; called wrongly'],
  ] as const)('says the exit code of an import that is %s with %i rejects', (state, rejected, words) => {
    const rows = [...page.matchAll(/^\| (\d) \| ([^|]*) \|/gm)].map(([, code, text]) => [Number(code), text]);
    const code = exitCodeOf({ state, outcomes: { ...NO_TALLY.outcomes, rejected }, refusedFurther: 0 });
    expect(rows.map(([one]) => one).toSorted()).toEqual(Object.values(EXIT).toSorted());
    expect(rows).toContainEqual([code, words]);
  });

  it('names the options that choose and wait', () => {
    const known = new Set(commands.flatMap(({ options }) => options.map(({ long }) => long)));
    const named = [...page.matchAll(/--[a-z][\w-]*/g)].map(([option]) => option);
    expect(named.filter((option) => option !== '--help' && !known.has(option))).toEqual([]);
  });
});
