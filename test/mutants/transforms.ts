// Mutants of the function of a feed: what it returns, which rows it leaves out, and how its changes are noticed.
import type { Mutant } from './mutant.ts';

export const TRANSFORM_MUTANTS: readonly Mutant[] = [
  {
    name: 'transform-forgets-a-column',
    file: 'lambdas/domain/rows/transform.ts',
    find: "if (typeof cell !== 'string') return wrong(cell === undefined ? MISSING : NOT_TEXT, name);",
    replace: "if (typeof cell !== 'string') continue;",
    because: 'A function that returns a number sends the cell as it was.',
    tests: ['test/lambdas/domain/rows/transform.test.ts'],
  },
  {
    name: 'transform-sends-undefined',
    file: 'lambdas/domain/rows/transform.ts',
    find: 'if (isNoValue(cell) && !before.some(isNoValue)) return wrong(NO_VALUE, name);',
    replace: '',
    because: 'A person is greeted as "Ann undefined".',
    tests: ['test/lambdas/domain/rows/transform.test.ts'],
  },
  {
    name: 'transform-names-its-error',
    file: 'lambdas/domain/rows/transform.ts',
    find: '...(ERRORS.has(kind) && { detail: `It was a ${kind}.` })',
    replace: 'detail: String(error)',
    because: 'The cell of a person is in the report.',
    tests: ['test/lambdas/domain/rows/transform.test.ts'],
  },
  {
    name: 'transform-of-a-shared-row',
    file: 'lambdas/domain/rows/transform.ts',
    find: 'run(Object.freeze(row), placeOf(record.line))',
    replace: 'run(row, placeOf(record.line))',
    because: 'A function that changes its row works by chance.',
    tests: ['test/lambdas/domain/rows/transform.test.ts'],
  },
  {
    name: 'transform-leaves-out-half-a-group',
    file: 'lambdas/domain/rows/map-transformed.ts',
    find: "if (head === null) return { setAside: 'filtered', reason: 'left out by transform' };",
    replace: '',
    because: 'A test order is sent without its first item.',
    tests: ['test/lambdas/validate/transform.test.ts'],
  },
  {
    name: 'transform-hides-a-lost-head',
    file: 'lambdas/domain/rows/map-transformed.ts',
    find: 'if (orphan) return { reject: orphan };',
    replace: '',
    because: 'The rest of an order whose first row is damaged is sent as an order.',
    tests: ['test/lambdas/validate/transform.test.ts'],
  },
  {
    name: 'transform-not-in-the-mapping',
    file: 'lambdas/domain/plan.ts',
    find: "const LATER_OPTIONS: readonly string[] = ['transform'];",
    replace: 'const LATER_OPTIONS: readonly string[] = [];',
    because: 'After a change of the function, every repeated event is reported as a conflict.',
    tests: ['test/lib/feeds/bundle-transforms.test.ts'],
  },
  {
    name: 'impure-by-the-clock',
    file: 'cli/check/run-twice.ts',
    find: "name === 'now' ? () => target.now() + LATER_MILLISECONDS : Reflect.get(target, name)",
    replace: 'Reflect.get(target, name)',
    because: 'A function that reads the day passes the check, and a redrive sends other values.',
    tests: ['test/cli/check/run-twice.test.ts'],
  },
];
