import { describe, expect, it } from '@jest/globals';
import type { ImportProgress } from '../../../cli/imports/import-progress.ts';
import { printImports } from '../../../cli/serve/live-page.ts';
import { furtherCall } from '../../../cli/target/further-call.ts';
import { aReport } from '../../builders/report.ts';

const importId = 'people-20260101T050000-1cf200b5';
const progress = (state: ImportProgress['state']): ImportProgress => ({
  importId,
  feed: 'people',
  state,
  file: 'incoming/people/people.csv',
  arrivedAt: '2026-01-01T05:00:00.000Z',
  ...(state === 'awaiting-approval' && { report: aReport({ importId, state }) }),
});
const shown = (state: ImportProgress['state']) =>
  printImports({ running: [progress(state)], ended: [] }, furtherCall('--local --store elsewhere'));

describe('a running import on the served page', () => {
  it('has the commands to approve and cancel while its canary awaits approval', () => {
    const markup = shown('awaiting-approval');
    for (const command of ['approve', 'cancel'])
      expect(markup).toMatch(
        new RegExp(`<code>.+ ${command} people-20260101T050000-1cf200b5 --local --store elsewhere</code>`),
      );
    expect(markup).not.toContain('writing the report');
  });

  it('has no command while it forwards, and says that its report is being written after it has ended', () => {
    expect(shown('forwarding')).not.toContain('<code>');
    expect(shown('forwarding')).not.toContain('writing the report');
    expect(shown('completed')).toContain('Completed, writing the report');
  });
});
