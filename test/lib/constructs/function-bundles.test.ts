import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../../lambdas/contracts/environment.ts';
import { bundleFunctions } from '../../../lib/constructs/function-bundles.ts';
import { STUB_FEEDS, type StubFolders, stubFolders } from '../stub-pipeline.ts';

const NAMES = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];

const HANDLER = `
import os from './commonjs.cjs';
class DeferError extends Error {}
export const handler = async () => [new DeferError().constructor.name, typeof os.platform()].join();
`;

const stubs = [HANDLER, HANDLER].map((handler) => withCommonJs(stubFolders(handler)));
afterAll(() => {
  for (const { remove } of stubs) remove();
});

describe('bundleFunctions', () => {
  it('writes the same bytes for the same sources in any folder', () => {
    const [here, there] = stubs.map(({ lambdas, outdir }) => {
      bundleFunctions({ names: ['forward'], lambdas, feeds: STUB_FEEDS, outdir });
      const folder = join(outdir, 'forward');
      return readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
    });
    expect(here).toEqual(there);
    expect(here?.map(([file]) => file)).toEqual(['feeds.json', 'index.mjs']);
  });

  it('writes a module that Node.js runs, with CommonJS dependencies and the names of classes', () => {
    const [stub] = stubs as [StubFolders];
    bundleFunctions({ names: ['forward'], lambdas: stub.lambdas, feeds: STUB_FEEDS, outdir: stub.outdir });
    const call = `import(${JSON.stringify(join(stub.outdir, 'forward', 'index.mjs'))}).then((m) => m.handler()).then(console.log)`;
    expect(execFileSync(process.execPath, ['-e', call], { encoding: 'utf8' }).trim()).toBe(
      'DeferError,string',
    );
  });

  it.each(NAMES)('writes the feeds next to %s only if it reads them', (name) => {
    const [stub] = stubs as [StubFolders];
    bundleFunctions({ names: [name], lambdas: stub.lambdas, feeds: STUB_FEEDS, outdir: stub.outdir });
    const folder = join(stub.outdir, name);
    const feeds =
      readdirSync(folder).includes('feeds.json') && readFileSync(join(folder, 'feeds.json'), 'utf8');
    expect(feeds && JSON.parse(feeds)).toEqual(
      ['await-turn', 'expect-file'].includes(name) ? false : STUB_FEEDS,
    );
  });
});

function withCommonJs(stub: StubFolders): StubFolders {
  for (const name of NAMES) {
    writeFileSync(join(stub.lambdas, name, 'commonjs.cjs'), `module.exports = require('node:os');`);
  }
  return stub;
}
