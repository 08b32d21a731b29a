import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrange, tallyArranged } from '../../../../lambdas/domain/delivery/arrange.ts';
import { reusedOperations } from '../../../../lambdas/domain/delivery/declined-operation.ts';
import { mapFile } from '../../../builders/map-file.ts';

/** `A>B` merges A into B. */
function arranged(...merges: readonly string[]) {
  const rows = merges.map((merge) => merge.split('>').join(','));
  const { operations } = mapFile(
    {
      kind: 'people',
      action: 'merge',
      identifiers: [{ as: 'id', columns: ['to'] }],
      from: [{ as: 'id', columns: ['from'] }],
    },
    ['from,to', ...rows].join('\n'),
  );
  const result = arrange(operations);
  const pairOf = (item: string) => {
    const { primary, secondary } = JSON.parse(item);
    return `${secondary.id}>${primary.id}`;
  };
  return {
    sent: result.persons.flat().map(({ item }) => pairOf(item)),
    rejected: result.reused.map(({ item }) => pairOf(item)),
    tally: tallyArranged(result),
    notes: reusedOperations(result.reused),
  };
}

describe('merges of one file', () => {
  it.each([
    [['A>B', 'C>D'], ['A>B', 'C>D'], [], 'about different people'],
    [['A>C', 'B>C'], ['A>C', 'B>C'], [], 'several into one'],
    [['A>B', 'A>B'], ['A>B'], [], 'a repeated row'],
    [['A>B', 'B>C', 'X>Y'], ['X>Y'], ['A>B', 'B>C'], 'a chain'],
    [['B>C', 'A>B'], [], ['B>C', 'A>B'], 'a chain, from its end'],
    [['A>B', 'B>A'], [], ['A>B', 'B>A'], 'a circle'],
    [['A>B', 'B>C', 'C>A'], [], ['A>B', 'B>C', 'C>A'], 'a circle of three'],
    [['A>B', 'A>C'], [], ['A>B', 'A>C'], 'one person into two'],
    [['A>B', 'A>C', 'A>B'], [], ['A>B', 'A>C', 'A>B'], 'one person into two, then into the first again'],
    [['A>B', 'X>B', 'B>C'], [], ['A>B', 'X>B', 'B>C'], 'a chain with a branch'],
  ])('%j sends %j and rejects %j: %s', (rows, sent, rejected) => {
    expect(arranged(...rows)).toMatchObject({ sent, rejected });
  });

  it('have an outcome for each row, with the lines of those that are rejected', () => {
    const { tally, notes } = arranged('A>B', 'X>Y', 'X>Y', 'B>C');
    expect(tally.outcomes).toMatchObject({ rejected: 2, duplicate: 1 });
    expect(tally.differing).toMatchObject([{ how: 'chained', rows: 2, lines: [2, 5] }]);
    expect(notes).toMatchObject([
      { row: 2, code: 'merge_chain' },
      { row: 5, code: 'merge_chain' },
    ]);
  });

  it('never depend on their order, and only those that would are rejected', () => {
    const person = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
    const merge = fc.tuple(person, person).filter(([from, to]) => from !== to);
    fc.assert(
      fc.property(fc.array(merge, { maxLength: 8 }), (merges) => {
        const texts = [...new Set(merges.map(([from, to]) => `${from}>${to}`))];
        const { sent, rejected } = arranged(...texts);
        expect([...sent, ...rejected].toSorted()).toEqual(texts.toSorted());
        const goes = sent.map((one) => one[0]);
        const stays = new Set(sent.map((one) => one[2]));
        expect(new Set(goes).size).toBe(goes.length);
        expect(goes.filter((one) => stays.has(one))).toEqual([]);
        for (const one of rejected) {
          const touching = texts.filter((other) => other !== one);
          const [from, , to] = one;
          expect(touching.some((other) => other[0] === from || other[2] === from || other[0] === to)).toBe(
            true,
          );
        }
      }),
    );
  });
});
