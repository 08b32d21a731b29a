import { describe, expect, it } from '@jest/globals';
import { originBefore202612 } from '../../../../lambdas/domain/imports/import-origin.ts';
import { importIdOf } from '../../../../lambdas/domain/imports/import-record.ts';
import { objectCreated } from '../../../builders/import.ts';

describe('originBefore202612', () => {
  it('is the feed and the second of arrival that are in the id of the import', () => {
    const importId = importIdOf('orders-2', objectCreated());
    expect(originBefore202612(importId)).toEqual({
      importId,
      feed: 'orders-2',
      arrivedAt: Date.UTC(2026, 0, 1, 9, 30, 5),
    });
  });

  it.each(['', 'moved here', 'orders-20260101T093005'])(
    'has the whole text as the feed and 1970 as the arrival if %j is not the id of an import',
    (importId) => {
      expect(originBefore202612(importId)).toEqual({ importId, feed: importId, arrivedAt: 0 });
    },
  );
});
