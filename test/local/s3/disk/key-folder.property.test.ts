import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyFolder, keyOfFolder } from '../../../../local/s3/disk/key-folder.ts';

const key = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('a', 'A', '.', '/', '%', '2', 'f', '-', '+', 'é'), maxLength: 40 }),
);

describe('keyFolder', () => {
  it('makes names that every file system accepts', () => {
    fc.assert(
      fc.property(key, (name) => {
        expect(keyFolder(name)).toMatch(/^[+-][a-z0-9_.%-]{0,199}$/);
        expect(keyFolder(name)).not.toMatch(/\.$/);
      }),
    );
  });

  it('never gives two keys the same name', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(keyFolder(one) === keyFolder(other)).toBe(one === other);
      }),
    );
  });

  it('can be read back, unless the key had to be hashed', () => {
    fc.assert(
      fc.property(key, (name) => {
        const folder = keyFolder(name);
        expect(keyOfFolder(folder)).toBe(folder.startsWith('-') ? undefined : name);
      }),
    );
  });
});
