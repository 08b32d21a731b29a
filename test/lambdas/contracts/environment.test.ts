import { describe, expect, it } from '@jest/globals';
import {
  EnvironmentSchema,
  FUNCTION_ENVIRONMENT,
  readEnvironment,
} from '../../../lambdas/contracts/environment.ts';

const VARIABLES = {
  BUCKET_NAME: 'imports',
  SEEN_TABLE_NAME: 'seen',
  IMPORTS_TABLE_NAME: 'imports',
  CUSTOMERIO_SECRET_ARN: 'arn:secret',
  SEEN_KEY_SECRET_ARN: 'arn:key',
  CUSTOMERIO_REGION: 'eu',
  REQUESTS_PER_SECOND: '10',
  IMPORTS_AT_ONCE: '2',
  PARTITIONS_AT_ONCE: '5',
  PIPELINE_NAME: 'csv-to-customerio',
};

describe('readEnvironment', () => {
  it('reads numbers as numbers, and fills in defaults', () => {
    expect(readEnvironment(FUNCTION_ENVIRONMENT.forward, VARIABLES)).toEqual({
      ...VARIABLES,
      READ_BACK_SECONDS: 60,
      REQUESTS_PER_SECOND: 10,
      IMPORTS_AT_ONCE: 2,
      PARTITIONS_AT_ONCE: 5,
      S3_FORCE_PATH_STYLE: false,
    });
  });

  it('returns the settings that a function picks, and nothing else', () => {
    const variables = { ...VARIABLES, AWS_REGION: 'eu-west-1' };
    expect(readEnvironment(['BUCKET_NAME'], variables)).toEqual({ BUCKET_NAME: 'imports' });
  });

  it('ignores settings of other functions that are missing', () => {
    expect(readEnvironment(['BUCKET_NAME'], { BUCKET_NAME: 'imports' })).toEqual({ BUCKET_NAME: 'imports' });
  });

  it('names every variable that is missing', () => {
    const read = () => readEnvironment(['BUCKET_NAME', 'REQUESTS_PER_SECOND'], {});
    expect(read).toThrow(/BUCKET_NAME/);
    expect(read).toThrow(/REQUESTS_PER_SECOND/);
  });

  it.each([
    ['BUCKET_NAME', ''],
    ['CUSTOMERIO_REGION', 'https://example.org'],
    ['CUSTOMERIO_REGION', 'EU'],
    ['CUSTOMERIO_LOOPBACK_PORT', '0'],
    ['CUSTOMERIO_LOOPBACK_PORT', 'example.org:80'],
    ['S3_FORCE_PATH_STYLE', 'maybe'],
    ['REQUESTS_PER_SECOND', '0'],
    ['REQUESTS_PER_SECOND', 'many'],
    ['REQUESTS_PER_SECOND', ''],
    ['IMPORTS_AT_ONCE', '1.5'],
    ['PARTITIONS_AT_ONCE', '-1'],
  ] as const)('refuses %s=%j', (name, value) => {
    expect(() => readEnvironment([name], { ...VARIABLES, [name]: value })).toThrow(name);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('reads S3_FORCE_PATH_STYLE=%s', (text, value) => {
    expect(readEnvironment(['S3_FORCE_PATH_STYLE'], { S3_FORCE_PATH_STYLE: text })).toEqual({
      S3_FORCE_PATH_STYLE: value,
    });
  });
});

describe('FUNCTION_ENVIRONMENT', () => {
  it('gives every setting to at least one function', () => {
    const given = new Set<string>(Object.values(FUNCTION_ENVIRONMENT).flat());
    expect([...given].sort()).toEqual(Object.keys(EnvironmentSchema.shape).sort());
  });

  it('gives credentials only to the function that sends, and the key of hashes also to the one that compares names', () => {
    const { forward, review, ...others } = FUNCTION_ENVIRONMENT;
    const secrets = (names: readonly string[]) => names.filter((name) => name.includes('SECRET'));
    expect(secrets(forward)).toEqual(['CUSTOMERIO_SECRET_ARN', 'SEEN_KEY_SECRET_ARN']);
    expect(secrets(review)).toEqual(['SEEN_KEY_SECRET_ARN']);
    expect(Object.values(others).flatMap(secrets)).toEqual([]);
  });
});
