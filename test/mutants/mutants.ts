// All mutants of `npm run mutants`, in the order in which a row passes through the pipeline.
import { ACTION_MUTANTS } from './actions.ts';
import { ADAPTER_MUTANTS } from './adapters.ts';
import { DELIVERY_MUTANTS } from './delivery.ts';
import { GUARD_MUTANTS } from './guards.ts';
import { IMPORT_MUTANTS } from './imports.ts';
import type { Mutant } from './mutant.ts';
import { PEOPLE_MUTANTS } from './people.ts';
import { READING_MUTANTS } from './reading.ts';
import { REPORT_MUTANTS } from './report.ts';
import { ROW_MUTANTS } from './rows.ts';
import { TRANSFORM_MUTANTS } from './transforms.ts';

export const MUTANTS: readonly Mutant[] = [
  ...READING_MUTANTS,
  ...ROW_MUTANTS,
  ...TRANSFORM_MUTANTS,
  ...GUARD_MUTANTS,
  ...IMPORT_MUTANTS,
  ...DELIVERY_MUTANTS,
  ...PEOPLE_MUTANTS,
  ...REPORT_MUTANTS,
  ...ACTION_MUTANTS,
  ...ADAPTER_MUTANTS,
];
