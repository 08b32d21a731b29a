import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { appApi, LOOKUPS_PER_SECOND } from '../adapters/app-api.ts';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { customerIoOrigin } from '../adapters/customerio-origin.ts';
import { dynamoImportsTable } from '../adapters/dynamo-imports-table.ts';
import { dynamoSeenTable } from '../adapters/dynamo-seen-table.ts';
import { emfMetrics } from '../adapters/emf-metrics.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { secretReader } from '../adapters/secret-reader.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { trackApi } from '../adapters/track-api.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { ForwardInputSchema } from '../contracts/workflow.ts';
import { forwardPartition } from './forward-partition.ts';
import { attributeHashesOf, personHashOf, rememberedKeyOf, seenKeysOf } from './seen-keys.ts';
import { sendCanary } from './send-canary.ts';
import { weighPartition } from './weigh-partition.ts';
import { secondsBetweenRequests } from './worker-rate.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.forward, process.env);
const dynamodb = new DynamoDBClient();
const { workspace } = bundledFeeds(import.meta.url);
const metrics = emfMetrics(environment.PIPELINE_NAME);
const secrets = secretReader(new SecretsProvider());
const { CUSTOMERIO_REGION: region, CUSTOMERIO_LOOPBACK_PORT: loopbackPort } = environment;
const ports = {
  objects: s3ObjectStore(
    new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
    environment.BUCKET_NAME,
  ),
  imports: dynamoImportsTable(dynamodb, environment.IMPORTS_TABLE_NAME, systemClock.now),
  seen: dynamoSeenTable(dynamodb, environment.SEEN_TABLE_NAME, systemClock),
  customerIo: trackApi({
    origin: customerIoOrigin('track', region, loopbackPort),
    credentials: (options) => secrets.customerIo(environment.CUSTOMERIO_SECRET_ARN, options),
    now: systemClock.now,
    onAnswer: (answered, milliseconds) =>
      metrics.emit({ [`answers_${answered}`]: 1, answer_milliseconds: milliseconds }),
  }),
  profiles: appApi({
    origin: customerIoOrigin('app', region, loopbackPort),
    key: async (options) => (await secrets.customerIo(environment.CUSTOMERIO_SECRET_ARN, options)).appApiKey,
    now: systemClock.now,
  }),
  clock: systemClock,
};
const rates = {
  secondsBetweenRequests: secondsBetweenRequests(environment.REQUESTS_PER_SECOND, environment),
  secondsBetweenLookups: secondsBetweenRequests(LOOKUPS_PER_SECOND, environment),
  readBackSeconds: environment.READ_BACK_SECONDS,
};

export const handler = pipelineHandler(
  ForwardInputSchema,
  async (input, context) => {
    const deadline = systemClock.now() + context.getRemainingTimeInMillis();
    const secret = await secrets.seenKey(environment.SEEN_KEY_SECRET_ARN);
    const keys = {
      seenKeys: seenKeysOf(workspace, secret),
      rememberedKey: rememberedKeyOf(workspace, secret),
      personHash: personHashOf(workspace, secret),
      attributeHashes: attributeHashesOf(workspace, secret),
    };
    if (input.mode === 'weigh') return weighPartition(input, ports, keys);
    const step = input.mode === 'canary' ? sendCanary : forwardPartition;
    return step(input, ports, { ...keys, ...rates, deadline });
  },
  (output) => ({ ...output }),
);
