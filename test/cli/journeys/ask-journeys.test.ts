// The question of `init` and the answers that it knows.
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { askJourneys, readAnswer } from '../../../cli/journeys/ask-journeys.ts';
import { JOURNEYS } from '../../../lambdas/domain/journeys/all.ts';

async function answering(...lines: string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  const printed = text(output);
  const asked = askJourneys(input, output);
  for (const line of lines) input.write(`${line}\n`);
  input.end();
  const names = await asked;
  output.end();
  return { names, printed: await printed };
}

describe('the question for journeys', () => {
  it('lists all journeys with what they do', async () => {
    const { names, printed } = await answering('1');
    for (const { name, does } of JOURNEYS) expect(printed).toContain(`${name.padEnd(16)} ${does}`);
    expect(names).toEqual(['cart-recovery']);
  });

  it('is asked again after an answer that it does not know', async () => {
    const { names, printed } = await answering('all of them', '5');
    expect(printed).toContain('Write numbers from 1 to 5');
    expect(names).toEqual(['first-purchase']);
  });

  it('means none if no one answers', async () => {
    expect((await answering()).names).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    ['', []],
    ['  ', []],
    ['2', ['post-purchase']],
    ['3, 1', ['cart-recovery', 'winback']],
    ['Winback; 3', ['winback']],
    ['replenishment 1', ['cart-recovery', 'replenishment']],
    ['0', undefined],
    ['6', undefined],
    ['1 and 2', undefined],
  ])('%j means %j', (answer, names) => {
    expect(readAnswer(answer)).toEqual(names);
  });
});
