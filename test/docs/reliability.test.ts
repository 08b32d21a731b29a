// docs/reliability.md says what is run.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MUTANTS } from '../simulation/mutants.ts';
import { SHORT_SEEDS } from '../simulation/schedules.ts';

const PAGE = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');

describe('docs/reliability.md', () => {
  it('says how many schedules `npm test` runs', () => {
    expect(PAGE).toContain(`${SHORT_SEEDS.toLocaleString('en-US')} seeds`);
  });

  it('says how many mutants there are, all caught', () => {
    expect(PAGE).toContain(`${MUTANTS.length} of ${MUTANTS.length} mutants caught`);
  });
});
