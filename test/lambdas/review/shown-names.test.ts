// Names of columns that look like data are masked, also if the plan is from a version that did not mask them.
import { expect, it } from '@jest/globals';
import { planKey, reviewKey } from '../../../lambdas/contracts/object-keys.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import { aWorld, drop, planIn, validateAll } from '../../builders/world.ts';
import { csv, rows } from '../../integration/csv.ts';

it.each([
  ['of this version', (plan: object) => plan],
  ['of a version before 2026-12', ({ shown: _, ...plan }: { shown?: unknown }) => plan],
])('Review and the history have no name that is masked, with a plan %s', async (_, change) => {
  const world = aWorld();
  const file = csv('id,jo@example.com,Jo Doe', ...rows(3, (n) => `c${n},1,2`));
  const importId = await validateAll(world, await drop(world, 'incoming/people/file.csv', file));
  await world.objects.write(planKey(importId), JSON.stringify(change(planIn(world, importId))));
  await reviewImport({ importId }, world, world.feeds);
  const review = world.objects.text(reviewKey(importId, planIn(world, importId)));
  expect(review).toContain('aa@aaaaaaa.aaa (column 2)');
  expect(review).not.toMatch(/jo@example|Jo Doe/);
});
