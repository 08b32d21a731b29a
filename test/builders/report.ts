// Builders: the report of a completed import. A test states only what it is about.
import type { Report } from '../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../lambdas/domain/delivery/tally.ts';
import { anImport } from './import.ts';

type Change = Partial<Omit<Report, 'rejects'>> & {
  readonly rejects?: readonly Partial<Report['rejects'][number]>[];
};

export function aReport({ rejects, ...change }: Change = {}): Report {
  const { importId, feed, source } = anImport();
  return {
    importId,
    feed,
    state: 'completed',
    file: { ...source },
    rows: 10,
    outcomes: { ...NO_TALLY.outcomes, delivered: 7, rejected: 3 },
    unfinished: 0,
    conflicts: 0,
    refusedFurther: 0,
    operations: 7,
    requests: 1,
    seconds: 4.2,
    cost: { dollars: 0.0012, usage: { writeUnits: 20 } },
    keptBack: [],
    rejects: (rejects ?? [{ rows: 3 }]).map((some) => ({
      code: 'no_identifier',
      rows: 1,
      examples: [],
      ...some,
    })),
    duplicates: [],
    columns: [],
    identifiers: [],
    retries: 0,
    arrivedAt: '2026-01-01T09:30:05.000Z',
    stages: [],
    events: [{ name: 'order_placed', rows: 7 }],
    wouldTrigger: 0,
    findings: [],
    notices: [],
    ...change,
  };
}
