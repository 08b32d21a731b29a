// The simulation can fail: it catches each mutant of the pipeline.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { catchMutant } from './catch-mutant.ts';
import { type Deployment, deploy } from './deployment.ts';
import { FEEDS } from './exports.ts';
import { MUTANTS } from './mutants.ts';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await deploy(FEEDS);
});

describe('a pipeline that', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s is caught', async (_, mutant) => {
    expect(await catchMutant(deployment, mutant)).toBeDefined();
  });
});
