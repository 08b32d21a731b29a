// What holds for all commands: help, completion, and a way out where there is no stack.
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { program } from '../../cli/program.ts';
import { runCommandLine } from './run-command.ts';

describe('every command', () => {
  const commands = program().commands.filter((command) => command.name() !== 'complete');
  const helpOf = (command: Command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    return help;
  };

  it.each(commands.map((command) => [command.name(), command] as const))(
    '%s: help has an example that calls it, with options that it has, and there is --json',
    (name, command) => {
      const help = helpOf(command);
      const [, examples = ''] = /\nExamples?:\n(.*)/s.exec(help) ?? [];
      const calls = examples.trim().split('\n');
      for (const call of calls) expect(call).toMatch(new RegExp(`npm (run (cli -- )?)?${name}( |$)`));
      const options = command.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(examples.match(/--[a-z][\w-]*/g) ?? []));
      expect(options).toContain('--json');
    },
  );

  it('has a place in the help of all, and in shell completion', async () => {
    const { stdout } = await runCommandLine('--help');
    const listed = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name = '']) => name);
    expect(listed.sort()).toEqual(commands.map((command) => command.name()).sort());
    const completed = await runCommandLine('complete', '--', 're');
    expect(completed.stdout).toContain('redrive');
  });
});

describe('without AWS', () => {
  it('a command says how to get to a stack', async () => {
    const ran = await runCommandLine('list', '--stack', 'nowhere');
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(
      /The stack nowhere cannot be read: .* Set AWS_PROFILE and AWS_REGION, or use --local\.\n/,
    );
  });
});

describe('put', () => {
  it.each([
    [['--canary', '0'], 'It is a number of operations from 1 to 500.'],
    [['--canary', '5', '--dry-run'], 'A dry run sends nothing, and so no canary: choose one.'],
  ])('refuses %j before anything is dropped', async (options, message) => {
    const ran = await runCommandLine('put', 'samples/people/people.csv', '--feed', 'people', ...options);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
  });
});
