import { describe, expect, it } from '@jest/globals';
import { each, runStates, task } from './workflow-runner.ts';

describe('the limit of 256 KB on a state', () => {
  const big = 'x'.repeat(300_000);
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], End: true };
  const Caught = { Type: 'Succeed' };
  const exceeded = { status: 'FAILED', error: 'States.DataLimitExceeded' };

  it('fails an execution whose function returns more, even with a Catch', async () => {
    const { end } = await runStates({ Try: task('Fn', caught), Caught }, { Fn: () => big });
    expect(end).toMatchObject(exceeded);
  });

  it('applies to the input of a function', async () => {
    const states = { Try: task('Fn', { Parameters: { big }, ...caught }), Caught };
    let called = false;
    const Fn = () => {
      called = true;
    };
    expect((await runStates(states, { Fn })).end).toMatchObject(exceeded);
    expect(called).toBe(false);
  });

  it('applies to a state that is merged from small parts', async () => {
    const part = 'x'.repeat(150_000);
    const states = {
      First: task('Fn', { ResultPath: '$.first', Next: 'Second' }),
      Second: task('Fn', { ResultPath: '$.second', Next: 'Third' }),
      Third: task('Fn'),
    };
    let calls = 0;
    const Fn = () => {
      calls += 1;
      return part;
    };
    expect((await runStates(states, { Fn })).end).toMatchObject(exceeded);
    expect(calls).toBe(2);
  });

  it('applies to all results of a Map together, even if they are discarded', async () => {
    const states = { Each: each({ Item: task('Fn') }, { ResultPath: null }) };
    const items = Array.from({ length: 30 }, (_, n) => n);
    const { end } = await runStates(states, { Fn: () => 'x'.repeat(10_000) }, { items });
    expect(end).toMatchObject(exceeded);
  });
});
