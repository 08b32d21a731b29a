// The environment variables of a function: the template's, those that AWS Lambda adds, and the endpoints of the embedded
// servers. Nothing comes from the developer's own environment or AWS profile.
import { devNull } from 'node:os';
import type { Credentials } from '../access/credentials.ts';
import { REGION } from './local-names.ts';
import type { FunctionDescription } from './template.ts';

export interface Endpoints {
  /** Of this run. The servers accept no others. */
  readonly credentials: Credentials;
  readonly s3: string;
  readonly dynamodb: string;
  readonly secretsManager: string;
  /** Step Functions, for operators and for functions that wake others. */
  readonly stepFunctions?: string;
  /** EventBridge and SNS. */
  readonly notices: string;
  /** Loopback port of the Customer.io stand-in. */
  readonly customerIoPort: number;
}

export function functionVariables(
  description: FunctionDescription,
  endpoints: Endpoints,
): Readonly<Record<string, string>> {
  return {
    ...description.environment,
    ...(description.environment.CUSTOMERIO_SECRET_ARN !== undefined && {
      CUSTOMERIO_LOOPBACK_PORT: String(endpoints.customerIoPort),
      READ_BACK_SECONDS: '8',
    }),
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsManager,
    ...(endpoints.stepFunctions !== undefined && { AWS_ENDPOINT_URL_SFN: endpoints.stepFunctions }),
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.notices,
    AWS_ENDPOINT_URL_SNS: endpoints.notices,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: endpoints.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: endpoints.credentials.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    // With it Powertools does not look for an X-Ray daemon.
    AWS_SAM_LOCAL: 'true',
    AWS_LAMBDA_FUNCTION_NAME: description.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(description.memoryMegabytes),
    // Powertools detects cold starts by it.
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    _HANDLER: description.handler,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
  };
}
