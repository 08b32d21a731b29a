import { S3Client } from '@aws-sdk/client-s3';
import { bundledFeeds } from '../adapters/bundled-feeds.ts';
import { bundledTransforms } from '../adapters/bundled-transforms.ts';
import { pipelineHandler } from '../adapters/pipeline-handler.ts';
import { s3ObjectStore } from '../adapters/s3-object-store.ts';
import { FUNCTION_ENVIRONMENT, readEnvironment } from '../contracts/environment.ts';
import { ValidateInputSchema } from '../contracts/workflow.ts';
import { validateChunk } from './validate-chunk.ts';

const environment = readEnvironment(FUNCTION_ENVIRONMENT.validate, process.env);
const objects = s3ObjectStore(
  new S3Client({ forcePathStyle: environment.S3_FORCE_PATH_STYLE }),
  environment.BUCKET_NAME,
);
const feeds = bundledFeeds(import.meta.url);
const loadTransform = bundledTransforms(import.meta.url);

export const handler = pipelineHandler(
  ValidateInputSchema,
  (input) => validateChunk(input, { objects, loadTransform }, feeds),
  ({ n }) => ({ chunk: n }),
);
