// Further cases of the embedded cloud.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EmbeddedCloud,
  type EmbeddedCloudOptions,
  startEmbeddedCloud,
} from '../../../local/engine/embedded-cloud.ts';
import type { ExecutionProgress } from '../../../local/engine/executions.ts';
import { temporaryFolder } from './assembly-builder.ts';
import { DEFINITION, writeSmallPipeline } from './small-pipeline.ts';

let folder: ReturnType<typeof temporaryFolder>;
let assembly: string;
let cloud: EmbeddedCloud;

beforeEach(() => {
  folder = temporaryFolder();
  assembly = writeSmallPipeline(folder.path);
});
afterEach(async () => {
  await cloud?.close();
  folder.remove();
});

async function start(options: Partial<EmbeddedCloudOptions> = {}) {
  cloud = await startEmbeddedCloud({ assembly, store: join(folder.path, 'store'), ...options });
}

describe('the embedded cloud', () => {
  it('runs the definition of the template unchanged', async () => {
    await start();
    const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
    expect(cloud.definition).toBe(
      JSON.stringify(DEFINITION).replace(/\{\{(\w+)\}\}/g, (_, name) => arn(name)),
    );
  });

  it('streams a file from disk', async () => {
    await start();
    const path = join(folder.path, 'people.csv');
    writeFileSync(path, 'ada');
    const { executionArn } = await cloud.putFile('people', 'a.csv', { path });
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('starts nothing for an object that matches no rule', async () => {
    await start();
    await cloud.putFile('people', 'a.csv', 'ada');
    await cloud.idle();
    expect(cloud.executions()).toHaveLength(1); // and none for reports/good.json
  });

  it('reports progress', async () => {
    const progress: ExecutionProgress[] = [];
    await start({ onProgress: (event) => progress.push(event) });
    const { executionArn: execution } = await cloud.putFile('people', 'a.csv', 'ada\ngrace');
    await cloud.idle();
    expect(progress[0]).toEqual({ execution, kind: 'started' });
    expect(progress).toContainEqual({ execution, kind: 'entered', state: 'Forward', items: 2 });
    expect(progress.at(-1)).toMatchObject({ execution, kind: 'ended', end: { status: 'SUCCEEDED' } });
  });

  it('unlocks the store if it cannot start', async () => {
    await start();
    await cloud.close();
    const template = join(assembly, 'Stack.template.json');
    const working = readFileSync(template, 'utf8');
    writeFileSync(template, working.replace('"Type\\":\\"Map\\"', '"ItemReader\\":{},\\"Type\\":\\"Map\\"'));
    await expect(start()).rejects.toThrow(/ItemReader/);
    expect(existsSync(join(folder.path, 'store', 'engine.lock'))).toBe(false);
    writeFileSync(template, working);
    await start();
  });
});
