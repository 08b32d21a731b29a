// The transform of @swc/jest, which puts a mutant into the one file that it is about. The file on disk does not change.
import { resolve } from 'node:path';
import swcJest from '@swc/jest';
import { mutate } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

type Transformer = ReturnType<typeof swcJest.createTransformer>;

/** The environment variable with the name of the mutant. Without it, no file is changed. */
export const MUTANT_VARIABLE = 'MUTANT';

const ROOT = resolve(import.meta.dirname, '../..');

/** Jest calls it with the options in jest.config.mjs. */
export function createTransformer(options: Parameters<typeof swcJest.createTransformer>[0]): Transformer {
  const { canInstrument, process, processAsync, getCacheKey } = swcJest.createTransformer(options);
  const change = changeOf(globalThis.process.env[MUTANT_VARIABLE]);
  return {
    ...(canInstrument === undefined ? {} : { canInstrument }),
    ...(process && { process: (text, path, rest) => process(change(text, path), path, rest) }),
    ...(processAsync && { processAsync: (text, path, rest) => processAsync(change(text, path), path, rest) }),
    // It hashes the changed text, so that a result is never reused without the mutant.
    ...(getCacheKey && { getCacheKey: (text, path, rest) => getCacheKey(change(text, path), path, rest) }),
  } as Transformer;
}

function changeOf(name: string | undefined): (text: string, path: string) => string {
  if (!name) return (text) => text;
  const mutant = MUTANTS.find((one) => one.name === name);
  if (!mutant) throw new Error(`There is no mutant "${name}".`);
  const file = resolve(ROOT, mutant.file);
  return (text, path) => (path === file ? mutate(text, mutant) : text);
}
