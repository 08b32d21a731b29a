// The commands in the pages for operators name existing outputs, prefixes and scripts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DRY_RUN, INCOMING, REPORTS } from '../../lambdas/contracts/object-keys.ts';
import { OUTPUTS } from '../../lib/stack-outputs.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const PAGES = ['notices', 'operator-runbook', 'exports', 'deployment', 'erasure'];

describe.each(PAGES)('docs/%s.md', (name) => {
  const page = read(`docs/${name}.md`);
  const commands = [...page.matchAll(/^ *```sh\n(.*?)^ *```$/gms)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  );

  it('names outputs of the stack', () => {
    const named = commands.flatMap((command) =>
      [...command.matchAll(/<(\w+)>/g)].map(([, output]) => output),
    );
    const outputs: readonly string[] = Object.values(OUTPUTS);
    expect(commands.length).toBeGreaterThan(0);
    expect(named.filter((output = '') => !outputs.includes(output))).toEqual([]);
  });

  it('names prefixes of the bucket', () => {
    const prefixes = [...page.matchAll(/s3:\/\/<BucketName>\/([\w-]+\/)/g)].map(([, prefix]) => prefix);
    expect(prefixes.filter((prefix = '') => ![INCOMING, DRY_RUN, REPORTS].includes(prefix))).toEqual([]);
  });

  it('calls scripts of this project, and settings of cdk.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const { context } = JSON.parse(read('cdk.json')) as { context: Record<string, unknown> };
    const called = [...page.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script);
    const set = [...page.matchAll(/ -c (\w+)=/g)].map(([, setting]) => setting);
    expect(called.filter((script = '') => !(script in scripts))).toEqual([]);
    expect(set.filter((setting = '') => !(setting in context))).toEqual([]);
  });

  it('links to existing pages', () => {
    const links = [...page.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    for (const path of links) expect(() => readFileSync(new URL(path, new URL('docs/', ROOT)))).not.toThrow();
  });
});
