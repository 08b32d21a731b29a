import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { bundledTransforms } from '../../../lambdas/adapters/bundled-transforms.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'transforms'));
writeFileSync(join(folder, 'transforms/people.cjs'), 'exports.$run = (row) => ({ ...row, plan: "gold" });');
writeFileSync(join(folder, 'transforms/broken.cjs'), 'throw new Error("no setting");');

describe('bundledTransforms', () => {
  const load = bundledTransforms(pathToFileURL(join(folder, 'index.mjs')).href);

  it('loads the function of a feed from the folder of the handler', () => {
    expect(load('people')({ id: '1' }, { line: 2, file: 'a.csv' })).toEqual({ id: '1', plan: 'gold' });
  });

  it('stops only the feed whose function is broken', () => {
    expect(() => load('broken')).toThrow('no setting');
    expect(load('people')).toBeInstanceOf(Function);
  });
});
