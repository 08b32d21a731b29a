// What is in rejects.csv besides rows with a wrong structure: formulas, which get an apostrophe, and blank rows.
import { describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { BOOKINGS, bookings, room } from '../../builders/group-files.ts';
import { dropIn } from '../../builders/unfixed-files.ts';
import { aWorld } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: { bookings, people: { ...people, limits: { maxRejectShare: 1 } } },
});
const world = () => aWorld({ feeds: FEEDS });

describe('formulas in rejects.csv', () => {
  const cells = [
    ...['=1+1', '+49 151 23456', '-5', '-5,50', '-1+1', '@ann', "'+49", "''=x", '\t=1', '- a', '-'],
    ...["'90s", '\r\na'],
  ];
  const body = csv('id,email,note', ...cells.map((cell, n) => `${n},broken,"${cell}"`));

  it('have an apostrophe, and numbers have none', async () => {
    const { rows } = await dropIn(world(), 'people', body);
    const notes = rows.map(({ note }) => note);
    expect(notes).toEqual([
      ...["'=1+1", "'+49 151 23456", '-5', '-5,50', "'-1+1", "'@ann", "''+49", "'''=x", "'\t=1", "'- a", '-'],
      "'90s",
      '\r\na',
    ]);
  });

  it('arrive as they were in the file once the row is fixed', async () => {
    const own = world();
    const { rejects } = await dropIn(own, 'people', body);
    const { delivered } = await dropIn(
      own,
      'people',
      rejects.toString().replaceAll(',broken,', ',ok@example.com,'),
    );
    expect(delivered).toBe(cells.length);
    const notes = cells.map((_, n) => own.customerIo.people.get(String(n))?.attributes.note);
    expect(notes).toEqual(cells);
  });
});

describe('a blank row in a rejects.csv', () => {
  it('is blank, also if it says why it was rejected', async () => {
    const own = world();
    const old = csv(
      'Name,Email,Created at,Total,_reject_line,_reject_code,_reject_column,_reject_reason',
      ',,,,7,orphan_continuation,Total,x',
      '="",,,,8,orphan_continuation,Total,x',
    ).replaceAll('Name,Email', 'id,email');
    const { codes, delivered } = await dropIn(own, 'people', `${old}1,a@example.com,,,,,,\n`);
    expect({ codes, delivered }).toEqual({ codes: [], delivered: 1 });
  });

  it('does not move the rows of a broken group that follow it', async () => {
    const { rows } = await dropIn(
      world(),
      'bookings',
      csv(BOOKINGS, ',,,,,', room('b1', 'Sea'), room('b2', 'Hut'), ',,,,,', room('b1', 'Roof')),
    );
    expect(rows.map((row) => row.room)).toEqual(['Sea', 'Roof']);
  });
});
