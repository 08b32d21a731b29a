import { describe, expect, it } from '@jest/globals';
import { inBatches } from '../../../lambdas/domain/in-batches.ts';

describe('inBatches', () => {
  it('returns the results in the order of the items, with at most `atOnce` calls at the same time', async () => {
    let running = 0;
    let most = 0;
    const doubled = await inBatches([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return item * 2;
    });
    expect(doubled).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });

  it('fails with the error of the first call that fails', async () => {
    const failing = inBatches([1, 2], 2, async (item) => {
      if (item === 2) throw new Error('two');
    });
    await expect(failing).rejects.toThrow('two');
  });
});
