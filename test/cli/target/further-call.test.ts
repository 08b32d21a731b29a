// A command that the command line prints can be copied: it starts as the printing process was started.
import { describe, expect, it } from '@jest/globals';
import { commandLine, furtherCall } from '../../../cli/target/further-call.ts';

describe('the command line', () => {
  it.each([
    ['a script of a clone', 'cli', 'npm run cli --'],
    ['npm start', 'start', 'npm run cli --'],
    ['npx in a project that installs the package', 'npx', 'npx csv-to-customerio'],
  ])('started by %s is called the same way', (_, startedBy, expected) => {
    expect(commandLine(startedBy)).toBe(expected);
  });
});

describe('another command', () => {
  it.each([
    ['on the same target', '--local', 'npm run cli -- list --local'],
    ['on the default target', '', 'npm run cli -- list'],
  ])('%s is ready to copy', (_, options, expected) => {
    expect(furtherCall(options)('list')).toBe(expected);
  });
});
