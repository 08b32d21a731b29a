// `npm test`: each promise once, at the short depth. jest.all.config.mjs adds the rest; CONTRIBUTING.md says what runs where.
import { fileURLToPath } from 'node:url';
import { SHARED_FILES } from './test/engine/worker-packages.ts';

// Processes that tests start find their modules compiled: the command line, syntheses, workers of Jest.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('node_modules/.cache/node-compile', import.meta.url),
);

export default {
  testEnvironment: '<rootDir>/test/engine/environment.ts',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    [SHARED_FILES]: '<rootDir>/test/engine/worker-packages.ts',
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  transformIgnorePatterns: [],
  setupFilesAfterEnv: ['<rootDir>/test/engine/property-seed.ts'],
  globalSetup: '<rootDir>/test/global-setup.ts',
  globalTeardown: '<rootDir>/test/engine/global-teardown.ts',
  // Two cores are what CI has; the embedded engine's tests mostly wait.
  maxWorkers: 2,
  // A worker keeps the memory of the modules that its test files loaded, so it restarts above this limit.
  workerIdleMemoryLimit: '1500MB',
  // The time of a hang, not of a slow machine.
  testTimeout: 300_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.slow\\.test\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/.local', '<rootDir>/cdk.out'],
};
