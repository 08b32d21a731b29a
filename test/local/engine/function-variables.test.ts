import { describe, expect, it } from '@jest/globals';
import { functionVariables } from '../../../local/engine/function-variables.ts';
import type { FunctionDescription } from '../../../local/engine/template.ts';

const ENDPOINTS = {
  s3: 'http://127.0.0.1:1',
  dynamodb: 'http://127.0.0.1:2',
  secretsManager: 'http://127.0.0.1:3',
  notices: 'http://127.0.0.1:5',
  customerIoPort: 4,
  credentials: { accessKeyId: 'key-of-this-run', secretAccessKey: 'secret-of-this-run' },
};

const variables = (environment: Record<string, string>) => {
  const description = { name: 'Fn', handler: 'index.handler', memoryMegabytes: 512, environment };
  return functionVariables(description as FunctionDescription, ENDPOINTS);
};

describe('functionVariables', () => {
  it('has the variables of the template, and the endpoints of the embedded servers', () => {
    expect(variables({ BUCKET_NAME: 'bucket' })).toMatchObject({
      BUCKET_NAME: 'bucket',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:3',
      AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:5',
      AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:5',
      S3_FORCE_PATH_STYLE: 'true',
      AWS_ACCESS_KEY_ID: 'key-of-this-run',
      AWS_SECRET_ACCESS_KEY: 'secret-of-this-run',
      AWS_LAMBDA_FUNCTION_NAME: 'Fn',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      TZ: ':UTC',
    });
  });

  it('has the Customer.io stand-in only for a function with the credentials', () => {
    expect(variables({}).CUSTOMERIO_LOOPBACK_PORT).toBeUndefined();
    expect(variables({ CUSTOMERIO_SECRET_ARN: 'arn' }).CUSTOMERIO_LOOPBACK_PORT).toBe('4');
  });
});
