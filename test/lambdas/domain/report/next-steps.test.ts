import { describe, expect, it } from '@jest/globals';
import type { Finding, Outcomes, Report } from '../../../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { nextSteps, printStep } from '../../../../lambdas/domain/report/next-steps.ts';
import { aReport } from '../../../builders/report.ts';

const { importId, feed } = aReport();

type Change = Omit<Partial<Report>, 'outcomes' | 'rejects'> & { readonly outcomes?: Partial<Outcomes> };

const stepsOf = ({ outcomes, ...change }: Change) =>
  nextSteps(aReport({ ...change, rejects: [], outcomes: { ...NO_TALLY.outcomes, ...outcomes } })).map(
    (step) => printStep(step),
  );

const finding = (severity: Finding['severity']): Finding => {
  return { code: 'far_back', severity, message: 'Some are old.', rows: 1, share: 0.1, lines: [] };
};
const reason = (code: string) => ({ reason: { code, message: 'It says how to fix it.' } });
const dryRun = { wouldDeliver: 8, wouldTrigger: 0, operations: 8, requests: 1, dollars: 0.0002 };
const canary = { operations: 5, rows: 5, refused: 0 };

const FOLDER = `incoming/${feed}/`;
const FIX_REJECTS = `Fix the 3 rejected rows in rejects.csv, next to the report, and drop that file into ${FOLDER}.`;
const FIX_FILE = `Fix the file and drop it into ${FOLDER} again.`;
const WARNING = 'Read the warning under "What stands out" in the report.';
const REDRIVE = `After you fix the cause, continue the import (nothing is sent twice): npm run cli -- redrive ${importId}`;
const SEND = `Drop the file into ${FOLDER} to send it.`;

describe('nextSteps', () => {
  it.each<[string, Change, readonly string[]]>([
    ['completed', { outcomes: { delivered: 7 } }, []],
    ['completed, with a note', { findings: [finding('notice')] }, []],
    ['completed with rejects', { outcomes: { rejected: 3 } }, [FIX_REJECTS]],
    [
      'completed with a single reject',
      { outcomes: { rejected: 1 } },
      [`Fix the rejected row in rejects.csv, next to the report, and drop that file into ${FOLDER}.`],
    ],
    [
      'completed, but further events were declined',
      { refusedFurther: 2 },
      [
        `Fix the rows of the 2 declined events in rejects.csv, next to the report, and drop that file into ${FOLDER}.`,
      ],
    ],
    [
      'completed with held rows',
      { outcomes: { held: 1 } },
      ['Look at the held row in held.csv, next to the report. A rule of the feed held it.'],
    ],
    [
      'completed with rejects, held rows and warnings',
      { outcomes: { rejected: 3, held: 2 }, findings: [finding('warning'), finding('notice')] },
      [
        FIX_REJECTS,
        'Look at the 2 held rows in held.csv, next to the report. A rule of the feed held them.',
        WARNING,
      ],
    ],
    [
      'awaiting approval',
      { state: 'awaiting-approval', canary: { ...canary, approveBy: '2026-01-03T09:30:05.000Z' } },
      [
        'Look at the people and events of the canary in Customer.io.',
        `To send the rest: npm run cli -- approve ${importId}`,
        `To reject the canary and hold the rest: npm run cli -- cancel ${importId}`,
        'If no one approves it by 2026-01-03 09:30 UTC, the rest is held.',
      ],
    ],
    [
      'held',
      { state: 'held', outcomes: { held: 10 }, ...reason('unusual_volume'), findings: [finding('warning')] },
      [WARNING, FIX_FILE, `Or send the file as it is: npm run cli -- approve ${importId}`],
    ],
    [
      'held for the only warning',
      { state: 'held', outcomes: { held: 10 }, ...reason('far_back'), findings: [finding('warning')] },
      [FIX_FILE, `Or send the file as it is: npm run cli -- approve ${importId}`],
    ],
    [
      'held with rejects',
      { state: 'held', outcomes: { held: 7, rejected: 3 } },
      [
        `${FIX_FILE} rejects.csv, next to the report, lists the 3 rejected rows with their reasons.`,
        `Or send the file as it is: npm run cli -- approve ${importId}`,
      ],
    ],
    [
      'held after its canary',
      { state: 'held', outcomes: { held: 5, delivered: 5 }, canary },
      [FIX_FILE, `Or send the rest as it is: npm run cli -- approve ${importId}`],
    ],
    [
      'paused',
      { state: 'paused', ...reason('credentials_refused'), outcomes: { rejected: 3 } },
      [REDRIVE, FIX_REJECTS],
    ],
    ['failed midway', { state: 'failed', ...reason('unfinished') }, [REDRIVE]],
    ['failed without a reason', { state: 'failed' }, [REDRIVE]],
    ['failed because the feed changed', { state: 'failed', ...reason('feed_changed') }, [REDRIVE]],
    [
      'refused',
      { state: 'failed', ...reason('missing_column') },
      ['Fix the file or the feed as described above, then drop the file again. Nothing is sent twice.'],
    ],
    ['a dry run', { dryRun, outcomes: { held: 8 } }, [SEND]],
    [
      'a dry run that would be held',
      { dryRun, state: 'held', findings: [finding('warning')] },
      [WARNING, `${SEND} It is held until you approve it.`],
    ],
    [
      'a dry run with rejects',
      { dryRun, outcomes: { held: 8, rejected: 3 } },
      ['Fix the 3 rejected rows in the file: rejects.csv, next to the report, has the reasons.', SEND],
    ],
    [
      'a dry run that would send nothing',
      { dryRun: { ...dryRun, wouldDeliver: 0 } },
      [`Do not drop this file into ${FOLDER}: nothing would be sent.`],
    ],
    [
      'a dry run that would send only further events',
      { dryRun: { ...dryRun, wouldDeliver: 0, further: 8 } },
      [SEND],
    ],
    [
      'a dry run that was refused',
      { dryRun, state: 'failed', ...reason('no_rows') },
      ['Fix the file or the feed as described above, then drop the file again. Nothing is sent twice.'],
    ],
  ])('lists what to do about an import that is %s', (_, change, steps) => {
    expect(stepsOf({ findings: [], ...change })).toEqual(steps);
  });

  it('returns commands as data, so that each caller prints them for its own target', () => {
    const steps = nextSteps(aReport({ state: 'paused' }));
    expect(steps[0]?.command).toEqual({ verb: 'redrive', importId });
    expect(steps.map((step) => printStep(step, (command) => `cli ${command} --local`))[0]).toMatch(
      `: cli redrive ${importId} --local`,
    );
  });
});
