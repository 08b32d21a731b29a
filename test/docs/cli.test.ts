// docs/cli.md names the commands that there are, and calls them with options that they have.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { program } from '../../cli/program.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const commands = program().commands.filter((command) => command.name() !== 'complete');

describe('docs/cli.md', () => {
  it('names every command, and no other', () => {
    const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(commands.map((command) => command.name()).toSorted());
  });

  it('calls commands with options that they have', () => {
    const calls = [...page.matchAll(/^npm run cli -- (\w+) (.*)$/gm)];
    expect(calls.length).toBeGreaterThan(3);
    for (const [, name, rest = ''] of calls) {
      const options = commands.find((command) => command.name() === name)?.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(rest.match(/--[\w-]+/g) ?? []));
    }
  });

  it('names the options that choose and wait', () => {
    const known = new Set(commands.flatMap(({ options }) => options.map(({ long }) => long)));
    const named = [...page.matchAll(/--[a-z][\w-]*/g)].map(([option]) => option);
    expect(named.filter((option) => option !== '--help' && !known.has(option))).toEqual([]);
  });
});
