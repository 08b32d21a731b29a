// The environment variables that the stack sets and the functions read, in one list for both.
import * as z from 'zod';

export const EnvironmentSchema = z.object({
  /** Bucket of `incoming/`, `dry-run/`, `work/` and `reports/`. */
  BUCKET_NAME: z.string().min(1),
  SEEN_TABLE_NAME: z.string().min(1),
  IMPORTS_TABLE_NAME: z.string().min(1),
  /** Secrets Manager ARN of `{"siteId", "apiKey"}`. */
  CUSTOMERIO_SECRET_ARN: z.string().min(1),
  /** Secrets Manager ARN of the key that hashes the keys of the seen table, and masked names of columns. */
  SEEN_KEY_SECRET_ARN: z.string().min(1),
  /** Region of the Customer.io account. It determines the host: a URL cannot be set. */
  CUSTOMERIO_REGION: z.enum(['us', 'eu']),
  /** Set by the embedded engine only: the port of its Customer.io stand-in, always loopback. */
  CUSTOMERIO_LOOPBACK_PORT: z.coerce.number().int().positive().optional(),
  /** Seconds for which a read-back looks up people again. Set by the embedded engine only, whose stand-in has no delay. */
  READ_BACK_SECONDS: z.coerce.number().nonnegative().default(60),
  /** Set by the embedded engine only: address buckets by path. */
  S3_FORCE_PATH_STYLE: z.stringbool().default(false),
  /** Requests per second that all workers together may send to Customer.io. */
  REQUESTS_PER_SECOND: z.coerce.number().positive(),
  /** Imports that may forward at the same time. */
  IMPORTS_AT_ONCE: z.coerce.number().int().positive(),
  /** Partitions of one import that forward at the same time. */
  PARTITIONS_AT_ONCE: z.coerce.number().int().positive(),
  /** Name of the pipeline in metrics and notices: an account may have several. */
  PIPELINE_NAME: z.string().min(1),
  /** The event bus of the notices for systems. */
  EVENT_BUS_NAME: z.string().min(1),
  /** The topic of the notices for people. */
  NOTICES_TOPIC_ARN: z.string().min(1),
  /** Address of the bucket's objects in the AWS console, without the key at its end. */
  CONSOLE_URL: z.string().min(1),
});

/** All settings. Each function gets only those in FUNCTION_ENVIRONMENT. */
export type Environment = z.infer<typeof EnvironmentSchema>;
export type EnvironmentName = keyof Environment;

/**
 * Reads the named settings.
 * @throws ZodError with each missing or malformed variable.
 */
export function readEnvironment<Name extends EnvironmentName>(
  names: readonly Name[],
  variables: Readonly<Record<string, string | undefined>>,
): Pick<Environment, Name> {
  const shape = Object.fromEntries(names.map((name) => [name, EnvironmentSchema.shape[name]]));
  return z.object(shape).parse(variables) as unknown as Pick<Environment, Name>;
}

/** The settings of each function, and so all that it can reach. Its permissions are in `lib/`. */
export const FUNCTION_ENVIRONMENT = {
  split: ['BUCKET_NAME', 'IMPORTS_TABLE_NAME', 'PARTITIONS_AT_ONCE', 'S3_FORCE_PATH_STYLE'],
  validate: ['BUCKET_NAME', 'S3_FORCE_PATH_STYLE'],
  review: [
    'BUCKET_NAME',
    'SEEN_TABLE_NAME',
    'IMPORTS_TABLE_NAME',
    'SEEN_KEY_SECRET_ARN',
    'S3_FORCE_PATH_STYLE',
  ],
  decide: ['BUCKET_NAME', 'IMPORTS_TABLE_NAME', 'S3_FORCE_PATH_STYLE'],
  'await-turn': ['IMPORTS_TABLE_NAME', 'IMPORTS_AT_ONCE', 'PIPELINE_NAME'],
  'expect-file': ['IMPORTS_TABLE_NAME', 'PIPELINE_NAME'],
  forward: [
    'BUCKET_NAME',
    'SEEN_TABLE_NAME',
    'IMPORTS_TABLE_NAME',
    'CUSTOMERIO_SECRET_ARN',
    'SEEN_KEY_SECRET_ARN',
    'CUSTOMERIO_REGION',
    'CUSTOMERIO_LOOPBACK_PORT',
    'READ_BACK_SECONDS',
    'S3_FORCE_PATH_STYLE',
    'REQUESTS_PER_SECOND',
    'IMPORTS_AT_ONCE',
    'PARTITIONS_AT_ONCE',
    'PIPELINE_NAME',
  ],
  report: [
    'BUCKET_NAME',
    'IMPORTS_TABLE_NAME',
    'IMPORTS_AT_ONCE',
    'PIPELINE_NAME',
    'EVENT_BUS_NAME',
    'NOTICES_TOPIC_ARN',
    'CONSOLE_URL',
    'S3_FORCE_PATH_STYLE',
  ],
} as const satisfies Record<string, readonly EnvironmentName[]>;

export type FunctionName = keyof typeof FUNCTION_ENVIRONMENT;
