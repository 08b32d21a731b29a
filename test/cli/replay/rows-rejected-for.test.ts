import { describe, expect, it } from '@jest/globals';
import { rowsRejectedFor } from '../../../cli/replay/rows-rejected-for.ts';
import { collect } from '../../builders/buffers.ts';
import { csv } from '../../integration/csv.ts';

const WHY = '_reject_line,_reject_code,_reject_column,_reject_reason';

function rowsFor(code: string, ...lines: readonly string[]): Promise<string[]> {
  const open = async function* () {
    yield Buffer.from(csv(...lines));
  };
  return collect<string>(rowsRejectedFor(code, open, ','));
}

describe('rowsRejectedFor', () => {
  it('returns the header and the rows with the code', async () => {
    expect(await rowsFor('a', `id,${WHY}`, '1,2,a,,x', '2,3,b,,x', '3,4,a,,x')).toEqual([
      `id,${WHY}\n`,
      '1,2,a,,x\n',
      '3,4,a,,x\n',
    ]);
  });

  it('returns all rows of the groups that have a row with the code', async () => {
    const header = `id,${WHY},_reject_group,_reject_group_rows`;
    const rows = [
      '1,2,group_broken,,x,g1,2',
      '2,3,group_broken,,x,g2,1',
      '1,4,broken_quotes,,x,g1,2',
      '4,5,b,,x,,',
    ];
    expect(await rowsFor('broken_quotes', header, ...rows)).toEqual(
      [header, rows[0], rows[2]].map((row) => `${row}\n`),
    );
  });

  it('refuses a file that is not a reject file', async () => {
    await expect(rowsFor('a', 'id', '1')).rejects.toThrow('_reject_code');
  });
});
