import { describe, expect, it } from '@jest/globals';
import { createKeyLock } from '../../../../local/s3/disk/key-lock.ts';

describe('createKeyLock', () => {
  it('runs work on one key one after another, also after a failure', async () => {
    const alone = createKeyLock();
    const steps: string[] = [];
    const work = (name: string, fail = false) =>
      alone('key', async () => {
        steps.push(`${name} begins`);
        await new Promise(setImmediate);
        steps.push(`${name} ends`);
        if (fail) throw new Error(name);
        return name;
      });
    const ends = await Promise.allSettled([work('one'), work('two', true), work('three')]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(steps).toEqual(['one', 'two', 'three'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  it('does not delay work on other keys', async () => {
    const alone = createKeyLock();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = alone('one', () => promise);
    await alone('other', async () => resolve());
    await waiting;
  });
});
