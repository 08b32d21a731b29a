// `npm run test:all`: every test, at the full depth. Workers inherit the variable; test/depth.ts reads it.
process.env.TEST_DEPTH = 'full';
const { default: config } = await import('./jest.config.mjs');

export default { ...config, testTimeout: 900_000, testPathIgnorePatterns: ['/node_modules/'] };
