// How the workflow waits for the turn of an import.
import { describe, expect, it } from '@jest/globals';
import { STATE, TURN_SECONDS } from '../../../lambdas/contracts/workflow.ts';
import { definition, run } from './run-definition.ts';

const OF_I = { importId: 'i', execution: 'execution-1' };

describe('an import that waits for its turn', () => {
  it('asks again whenever it is woken, until it is its turn, and then waits as long as it was answered', async () => {
    const turns = [
      { turn: false, waitSeconds: TURN_SECONDS },
      { turn: false, waitSeconds: 8 },
      { turn: true, waitSeconds: 0 },
    ];
    const { calls, names } = await run({ [STATE.awaitTurn]: () => turns.shift() });
    const asked = calls.filter(([name]) => name === STATE.awaitTurn);
    expect(asked.map(([, { Payload }]) => Payload.waitSeconds)).toEqual([TURN_SECONDS, TURN_SECONDS, 8]);
    expect(names).not.toContain(STATE.askAgain);
    const { TimeoutSecondsPath } = definition.States[STATE.awaitTurn];
    expect(TimeoutSecondsPath).toBe('$.turn.waitSeconds');
  });

  it('asks without a token if it was not woken in time, and waits again if it is not its turn', async () => {
    const turns = [undefined, undefined, { turn: true, waitSeconds: 0 }];
    const { calls } = await run({
      [STATE.awaitTurn]: () => {
        const turn = turns.shift();
        if (!turn) throw Object.assign(new Error(), { name: 'States.Timeout' });
        return turn;
      },
      [STATE.askAgain]: ({ waitSeconds }) => ({ turn: false, waitSeconds: waitSeconds * 2 }),
    });
    const asked = calls.filter(([name]) => name === STATE.awaitTurn || name === STATE.askAgain);
    const again = (waitSeconds: number) => ({ ...OF_I, waitSeconds, waitedSeconds: waitSeconds });
    expect(asked).toEqual([
      [STATE.awaitTurn, expect.anything()],
      [STATE.askAgain, again(TURN_SECONDS)],
      [STATE.awaitTurn, expect.anything()],
      [STATE.askAgain, again(2 * TURN_SECONDS)],
      [STATE.awaitTurn, expect.anything()],
    ]);
    expect(calls.at(-1)).toEqual([STATE.report, expect.not.objectContaining({ error: expect.anything() })]);
  });
});
