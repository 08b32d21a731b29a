import { describe, expect, it } from '@jest/globals';
import type { ImportProgress } from '../../../cli/imports/import-progress.ts';
import { printImports } from '../../../cli/serve/live-page.ts';

const progress = (state: ImportProgress['state']): ImportProgress => ({
  importId: 'people-20260101T050000-1cf200b5',
  feed: 'people',
  state,
  file: 'incoming/people/people.csv',
  arrivedAt: '2026-01-01T05:00:00.000Z',
});
const shown = (state: ImportProgress['state']) => printImports({ underWay: [progress(state)], ended: [] });

describe('an import under way, on the served page', () => {
  it('says how to answer, and nothing of an end, while its canary awaits approval', () => {
    const markup = shown('awaiting-approval');
    expect(markup).toContain('npm run cli -- approve people-20260101T050000-1cf200b5 --local');
    expect(markup).toContain('npm run cli -- cancel people-20260101T050000-1cf200b5 --local');
    expect(markup).not.toContain('writing the report');
  });

  it('asks for nothing while it forwards, and is writing its report once it has ended', () => {
    expect(shown('forwarding')).not.toContain('npm run cli');
    expect(shown('forwarding')).not.toContain('writing the report');
    expect(shown('completed')).toContain('completed, writing the report');
  });
});
