// How deep the tests go: short with `npm test`, full with `npm run test:all` (jest.all.config.mjs). See CONTRIBUTING.md.

export const DEPTH: 'short' | 'full' = process.env.TEST_DEPTH === 'full' ? 'full' : 'short';

/**
 * What property tests start from: one number, so that a run can be repeated. Another one tries other cases:
 * `PROPERTY_SEED=7 npm test`.
 */
export const PROPERTY_SEED = Number(process.env.PROPERTY_SEED ?? 20_261_130);

/** Cases that a property is tried with at the short depth, at most: the default of fast-check. */
const SHORT_CASES = 100;

export function atDepth<Value>(values: Readonly<Record<typeof DEPTH, Value>>): Value {
  return values[DEPTH];
}

/** How often fast-check tries a property. @param full cases at the full depth. */
export function cases(full: number): { readonly numRuns: number } {
  return { numRuns: atDepth({ short: Math.min(full, SHORT_CASES), full }) };
}
