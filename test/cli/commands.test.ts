// What holds for all commands: help, completion, and a way out where there is no stack.
import { describe, expect, it, jest } from '@jest/globals';
import { runCommandLine } from './run-command.ts';

jest.setTimeout(120_000);

describe('every command', () => {
  it('has help with an example, and a place in shell completion', async () => {
    const { stdout } = await runCommandLine('--help');
    const names = [...stdout.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name = '']) => name);
    expect(names).toEqual(
      expect.arrayContaining(['put', 'list', 'show', 'open', 'redrive', 'forget', 'doctor']),
    );
    for (const name of names.filter((one) => one !== 'start' && one !== 'feeds'))
      expect((await runCommandLine(name, '--help')).stdout).toMatch(/Examples?:\n +npm run /);
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
