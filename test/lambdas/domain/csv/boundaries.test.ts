import { describe, expect, it } from '@jest/globals';
import {
  type CutOptions,
  countBytes,
  cutRecords,
  firstRecordEnd,
} from '../../../../lambdas/domain/csv/boundaries.ts';
import { collect, inBuffers } from '../../../builders/buffers.ts';

const DIALECT = { delimiter: ',', newline: '\n', quoting: 'double' } as const;
const ANY_BUFFERS = [[1], [3], [7], [20], [64]];

/** The spans of a text, each with its first line. */
async function pieces(text: string, options: Partial<CutOptions>, sizes: readonly number[] = [16]) {
  const bytes = Buffer.from(text);
  const defaults = { dialect: DIALECT, start: 0, firstLine: 1, targetBytes: 1, limitBytes: 1_000 };
  const spans = await collect(cutRecords(inBuffers(bytes, sizes), { ...defaults, ...options }));
  return spans.map(({ start, end, firstLine }) => [firstLine, bytes.subarray(start, end).toString()]);
}

describe('cutRecords', () => {
  it.each([
    [
      'after a line feed',
      '1,a\n2,b\n',
      [
        [1, '1,a\n'],
        [2, '2,b\n'],
      ],
    ],
    [
      'after CRLF, never inside',
      '1,a\r\n2,b\r\n',
      [
        [1, '1,a\r\n'],
        [2, '2,b\r\n'],
      ],
    ],
    [
      'not at a line end within quotes',
      '1,"a\nb"\n2,c\n',
      [
        [1, '1,"a\nb"\n'],
        [3, '2,c\n'],
      ],
    ],
    [
      'not after a doubled quote',
      '1,"a""\nb"\n2,c\n',
      [
        [1, '1,"a""\nb"\n'],
        [3, '2,c\n'],
      ],
    ],
    [
      'at each line end after a quote within text',
      '1,5" pipe\n2,6" pipe\n',
      [
        [1, '1,5" pipe\n'],
        [2, '2,6" pipe\n'],
      ],
    ],
    [
      'with a last line without a line end',
      '1,a\n2,b',
      [
        [1, '1,a\n'],
        [2, '2,b'],
      ],
    ],
  ])('cuts %s, for all buffer sizes', async (_, text, expected) => {
    for (const sizes of ANY_BUFFERS) expect(await pieces(text, {}, sizes)).toEqual(expected);
  });

  it('returns no span for no bytes', async () => {
    expect(await pieces('', {})).toEqual([]);
  });

  it('counts offsets and lines from where the source starts', async () => {
    const source = inBuffers(Buffer.from('1,a\n2,b\n'), [3]);
    const options = { dialect: DIALECT, start: 100, firstLine: 7, targetBytes: 1, limitBytes: 1_000 };
    expect(await collect(cutRecords(source, options))).toEqual([
      { start: 100, end: 104, firstLine: 7, nextLine: 8 },
      { start: 104, end: 108, firstLine: 8, nextLine: 9 },
    ]);
  });

  it.each(ANY_BUFFERS)('refuses a quote that never closes, in buffers of %d bytes', async (size) => {
    const rows = Array.from({ length: 60 }, (_, n) => `${n},text\n`);
    const text = `1,a\n2,"never closed\n${rows.join('')}`;
    const cut = pieces(text, { targetBytes: 30, limitBytes: 200 }, [size]);
    await expect(cut).rejects.toMatchObject({
      code: 'unclear_quotes',
      message: expect.stringContaining('The quote is on line 2.'),
    });
  });

  it.each(ANY_BUFFERS)(
    'cuts after a quote at fault where reading is certain again, in buffers of %d bytes',
    async (size) => {
      const cut = await pieces('1,"a"b\n2,x\n3,"y z"\n4,x\n5, "two\nlines" \n6,x\n', {}, [size]);
      expect(cut.map(([, piece]) => piece)).toEqual([
        '1,"a"b\n2,x\n3,"y z"\n',
        '4,x\n',
        '5, "two\nlines" \n',
        '6,x\n',
      ]);
    },
  );

  it.each(ANY_BUFFERS)(
    'refuses a record that does not fit into memory, in buffers of %d bytes',
    async (size) => {
      const cut = pieces(`1,a\n2,${'x'.repeat(2_000)}\n`, { targetBytes: 4 }, [size]);
      await expect(cut).rejects.toMatchObject({
        code: 'record_too_large',
        message: expect.stringContaining('line 2'),
      });
    },
  );

  it('finds an opening quote after one that never closed, and does not cut inside its field', async () => {
    const text = '1,"never closed\n2,"two\nlines"\n3,c\n';
    expect(await pieces(text, {}, [text.length])).toEqual([
      [1, '1,"never closed\n2,"two\nlines"\n'],
      [4, '3,c\n'],
    ]);
  });
});

describe('cutRecords by groups', () => {
  const groupOf = (record: Buffer) => record.toString().trim().split(',')[0] || undefined;

  it('cuts only where the group changes', async () => {
    expect(await pieces('A,1\nA,2\nB,3\nC,4\nC,5\n', { groupOf })).toEqual([
      [1, 'A,1\nA,2\n'],
      [3, 'B,3\nC,4\nC,5\n'],
    ]);
  });

  it('looks for a change of group only after the target size', async () => {
    expect(await pieces('A,1\nB,2\nC,3\nD,4\n', { groupOf, targetBytes: 6 })).toEqual([
      [1, 'A,1\nB,2\nC,3\n'],
      [4, 'D,4\n'],
    ]);
  });

  it('does not read a blank line as a change', async () => {
    expect(await pieces('A,1\n\nA,2\nB,3\n', { groupOf })).toEqual([
      [1, 'A,1\n\nA,2\n'],
      [4, 'B,3\n'],
    ]);
  });

  it('cuts after a blank line between two groups', async () => {
    expect(await pieces('A,1\nA,2\n\nB,3\n', { groupOf })).toEqual([
      [1, 'A,1\nA,2\n\n'],
      [4, 'B,3\n'],
    ]);
  });

  it('refuses a group that does not fit into memory', async () => {
    const cut = pieces('A,1\n'.repeat(500), { groupOf });
    await expect(cut).rejects.toMatchObject({
      code: 'group_too_large',
      message: expect.stringContaining('groupBy'),
    });
  });
});

describe('firstRecordEnd', () => {
  it.each([
    ['a line', 'a,b\n1,2\n', 0, 4],
    ['a line that starts later', '\ufeffa,b\n1,2\n', 3, 7],
    ['a quoted line end', '"a\nb",c\n1,2\n', 0, 8],
    ['a quoted line end after a byte order mark', '\ufeff"a\nb",c\n', 3, 11],
    ['no line end', 'a,b', 0, undefined],
  ])('finds the end of %s', (_, text, from, end) => {
    expect(firstRecordEnd(Buffer.from(text), from, DIALECT)).toBe(end);
  });
});

describe('countBytes', () => {
  it('counts only within its bounds', () => {
    expect(countBytes(Buffer.from('\na\nb\n'), 0x0a, 1, 4)).toBe(1);
  });
});
