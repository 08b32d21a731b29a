// `npm run mutants`: the tests of `npm test`, with a mutant in one of the files.
import config from '../../jest.config.mjs';

const { globalSetup: _, transform, ...rest } = config;

export default {
  ...rest,
  rootDir: '../..',
  transform: Object.fromEntries(
    Object.entries(transform).map(([files, [, options]]) => [
      files,
      ['<rootDir>/test/mutants/transform.ts', options],
    ]),
  ),
};
