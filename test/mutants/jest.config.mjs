// `npm run mutants`: the tests of `npm test`, with a mutant in one of the files.
import config from '../../jest.config.mjs';

const { globalSetup: _, transform, ...rest } = config;

export default {
  ...rest,
  rootDir: '../..',
  // Packages are not mutated: their transforms are modules without options.
  transform: Object.fromEntries(
    Object.entries(transform).map(([files, transformer]) => [
      files,
      Array.isArray(transformer) ? ['<rootDir>/test/mutants/transform.ts', transformer[1]] : transformer,
    ]),
  ),
};
