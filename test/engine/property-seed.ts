// Runs before each test file: property tests start from one seed, so that a run can be repeated.
import fc from 'fast-check';
import { PROPERTY_SEED } from '../depth.ts';

fc.configureGlobal({ seed: PROPERTY_SEED });
