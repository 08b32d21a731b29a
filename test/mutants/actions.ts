// Mutants of Validate: what rows do other than identify, relationships in rows, and where a file and a time begin.
import type { Mutant } from './mutant.ts';

export const ACTION_MUTANTS: readonly Mutant[] = [
  {
    name: 'date-without-its-time',
    file: 'lambdas/domain/rows/row-time.ts',
    find: "if ('reject' in date || 'reject' in time) return rejectedBy(date, time);",
    replace: "if ('reject' in date) return date;\n    if ('reject' in time) return date;",
    because: 'A booking without its time of day is sent as if it were at midnight.',
    tests: ['test/lambdas/domain/rows/two-time-columns.test.ts'],
  },
  {
    name: 'removal-by-the-feed-only',
    file: 'lambdas/domain/rows/map-person.ts',
    find: '...removalOf(action, identity),',
    replace: '...removalOf(feed.action, identity),',
    because: 'A person who is deleted by a column stays, if another source added the person again.',
    tests: ['test/lambdas/domain/rows/row-action.test.ts'],
  },
  {
    name: 'object-deletion-skipped',
    file: 'lambdas/domain/rows/map-object.ts',
    find: "removal: { action: 'delete', others: [] } }",
    replace: '}',
    because: 'A deleted object that another source added again stays.',
    tests: ['test/lambdas/domain/rows/map-object.test.ts'],
  },
  {
    name: 'relationship-counts-the-row',
    file: 'lambdas/domain/rows/row-relationships.ts',
    find: 'meta: { ...meta, countsRows: false }',
    replace: 'meta',
    because: 'A row with a company counts twice, and the report does not add up.',
    tests: ['test/lambdas/domain/rows/row-relationships.test.ts'],
  },
  {
    name: 'update-with-relationships',
    file: 'lambdas/contracts/feed/relationships.ts',
    find: "if (!actionsOf({ action: action as Action, actionFrom }).includes('update')) return [];",
    replace: 'return [];',
    because: 'A feed that must never create people creates them.',
    tests: ['test/lambdas/domain/rows/row-relationships.test.ts'],
  },
  {
    name: 'rows-lost-above-the-header',
    file: 'lambdas/domain/csv/head.ts',
    find: "if (isWhole && from === start.length) throw refusal('no_header', linesOf(file));",
    replace: '',
    because: 'A short file without the title is imported as empty, and its rows are lost without a word.',
    tests: ['test/lambdas/domain/csv/head.test.ts'],
  },
];
