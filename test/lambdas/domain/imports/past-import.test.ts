import { describe, expect, it } from '@jest/globals';
import { IMPORTS_REMEMBERED, keptColumns } from '../../../../lambdas/domain/imports/past-import.ts';
import type { SeenColumn } from '../../../../lambdas/domain/profile/column-kinds.ts';

const columns = (count: number): SeenColumn[] =>
  Array.from({ length: count }, (_, n) => ({ name: `metafield_${n}`, kind: 'unknown' }));

describe('keptColumns', () => {
  it('keeps the columns of every shop export', () => {
    expect(keptColumns(columns(400))).toHaveLength(400);
  });

  it('keeps no column rather than a part, because the others would look missing', () => {
    expect(keptColumns(columns(4_000))).toEqual([]);
  });

  it('keeps little enough that DynamoDB returns all compared imports in one answer', () => {
    const kept = Array.from({ length: 1_000 }, (_, n) => keptColumns(columns(n)));
    const most = Math.max(...kept.map((some) => Buffer.byteLength(JSON.stringify(some))));
    expect(most * IMPORTS_REMEMBERED).toBeLessThan(1_000_000);
  });
});
