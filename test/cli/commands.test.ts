// What all commands have in common: help, completion, and an error with the next step if there is no stack.
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { program } from '../../cli/program.ts';
import { runCommandLine, runProcess } from './run-command.ts';

describe('every command', () => {
  const commands = program().commands.filter((command) => command.name() !== 'complete');
  const helpOf = (command: Command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    return help;
  };

  it.each(commands.map((command) => [command.name(), command] as const))(
    '%s: its help has an example with existing options, and it has --json',
    (name, command) => {
      const help = helpOf(command);
      const [, examples = ''] = /\nExamples?:\n(.*)/s.exec(help) ?? [];
      const calls = examples.trim().split('\n');
      for (const call of calls)
        expect(call).toMatch(new RegExp(`(npm (run (cli -- )?)?|npx csv-to-customerio )${name}( |$)`));
      const options = command.options.map(({ long }) => long);
      expect(options).toEqual(expect.arrayContaining(examples.match(/--[a-z][\w-]*/g) ?? []));
      expect(options).toContain('--json');
    },
  );

  it('is in the list of commands, and in shell completion', async () => {
    const { stdout } = await runProcess('--help');
    const listed = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name = '']) => name);
    expect(listed.sort()).toEqual(commands.map((command) => command.name()).sort());
    const completed = await runProcess('complete', '--', 're');
    expect(completed.stdout).toContain('redrive');
  });
});

describe('a command without AWS credentials', () => {
  it('says how to reach a stack', async () => {
    const ran = await runCommandLine('list', '--stack', 'nowhere');
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(
      /The stack nowhere cannot be read: .* Set AWS_PROFILE and AWS_REGION, or use --local\.\n/,
    );
  });
});

describe('put', () => {
  it.each([
    [['--canary', '0'], 'Use a number of operations from 1 to 500.'],
    [['--canary', '5', '--dry-run'], 'Use either --dry-run or --canary.'],
  ])('refuses %j before it drops the file', async (options, message) => {
    const ran = await runCommandLine('put', 'samples/people/people.csv', '--feed', 'people', ...options);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
  });
});
