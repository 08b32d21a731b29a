// The functions of the pipeline, with their memory, time-out and permissions. The code that uses a permission is in
// lambdas/<name>.
import { join, resolve } from 'node:path';
import { Duration, Names, Stage } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../lambdas/contracts/environment.ts';
import { DRY_RUN, INCOMING, REPORTS, WORK } from '../../lambdas/contracts/object-keys.ts';
import { type FunctionBundlesOptions, functionBundles } from './function-bundles.ts';
import type { ImportBucket } from './import-bucket.ts';
import type { ImportsTable } from './imports-table.ts';
import type { Notices } from './notices.ts';
import { PipelineFunction, type PipelineFunctionProps } from './pipeline-function.ts';
import type { PipelineSecrets } from './pipeline-secrets.ts';
import type { SeenTable } from './seen-table.ts';

export type PipelineFunctions = Readonly<Record<FunctionName, PipelineFunction>>;

/** Resources that the functions share. Each function is granted access to its part. */
export interface PipelineStores {
  readonly importBucket: ImportBucket;
  readonly seenTable: SeenTable;
  readonly importsTable: ImportsTable;
  readonly secrets: PipelineSecrets;
  readonly notices: Notices;
}

type FunctionPlan = Pick<PipelineFunctionProps, 'description' | 'memoryMb' | 'timeout'> & {
  readonly grant: (role: Role, stores: PipelineStores) => void;
};

/** Lambda's limit. After it the workflow retries, and Forward continues from its checkpoint. */
const LONGEST = Duration.minutes(15);

const PLANS: Readonly<Record<FunctionName, FunctionPlan>> = {
  split: {
    description: 'Registers an import and cuts its file into chunks.',
    memoryMb: 1024,
    timeout: LONGEST,
    grant: (role, { importBucket, importsTable }) => {
      importBucket.grantRead(role, INCOMING, DRY_RUN, WORK);
      importBucket.grantWrite(role, WORK);
      importsTable.grantItems(role, 'dynamodb:PutItem', 'dynamodb:UpdateItem');
    },
  },
  validate: {
    description: 'Turns a chunk into operations and rejects.',
    // The function is limited by CPU, and Lambda gives a full core from 1,769 MB.
    memoryMb: 2048,
    timeout: LONGEST,
    grant: (role, { importBucket }) => {
      importBucket.grantRead(role, INCOMING, DRY_RUN, WORK);
      importBucket.grantWrite(role, WORK);
    },
  },
  review: {
    description: 'Sums up the chunks and decides whether to forward.',
    memoryMb: 1024,
    timeout: LONGEST,
    grant: (role, { importBucket, seenTable, importsTable, secrets }) => {
      importBucket.grantRead(role, WORK);
      importBucket.grantWrite(role, WORK);
      // The feed's history, and the state of the import.
      importsTable.grantItems(role, 'dynamodb:Query', 'dynamodb:UpdateItem');
      // The feed's mark.
      seenTable.grantItems(role, 'dynamodb:BatchGetItem');
      // The key of the mark. It also hashes masked names of columns.
      secrets.grantReadSeenKey(role);
    },
  },
  decide: {
    description: 'Sums up the weighed partitions and decides again whether to forward.',
    memoryMb: 512,
    timeout: LONGEST,
    grant: (role, { importBucket, importsTable }) => {
      importBucket.grantRead(role, WORK);
      importBucket.grantWrite(role, WORK);
      // The feed's history, and the state of the import.
      importsTable.grantItems(role, 'dynamodb:Query', 'dynamodb:UpdateItem');
    },
  },
  'await-turn': {
    description: 'Decides whether it is the turn of an import to forward.',
    memoryMb: 256,
    timeout: Duration.seconds(30),
    grant: (role, { importsTable }) => {
      importsTable.grantItems(role, 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem');
    },
  },
  'expect-file': {
    description: 'Checks whether the daily file of a feed has arrived.',
    memoryMb: 256,
    timeout: Duration.seconds(30),
    grant: (role, { importsTable }) => {
      importsTable.grantItems(role, 'dynamodb:GetItem', 'dynamodb:Query');
    },
  },
  forward: {
    description: 'Weighs a partition, or sends it to Customer.io.',
    memoryMb: 1024,
    timeout: LONGEST,
    grant: (role, { importBucket, seenTable, importsTable, secrets }) => {
      importBucket.grantRead(role, WORK);
      importBucket.grantWrite(role, WORK);
      seenTable.grantItems(role, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
      importsTable.grantItems(role, 'dynamodb:UpdateItem');
      secrets.grantRead(role);
    },
  },
  report: {
    description: 'Accounts for every row and ends the import.',
    memoryMb: 1024,
    timeout: LONGEST,
    grant: (role, { importBucket, importsTable, notices }) => {
      // Reads its own report if sending its notice was interrupted.
      importBucket.grantRead(role, INCOMING, DRY_RUN, WORK, REPORTS);
      importBucket.grantWrite(role, REPORTS);
      notices.grantNotify(role);
      importsTable.grantItems(
        role,
        'dynamodb:Query',
        'dynamodb:GetItem',
        // Registers an import whose Split failed before it did so.
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      );
    },
  },
};

/** MB by function. */
export type FunctionMemory = Readonly<Partial<Record<FunctionName, number | undefined>>>;

export type PipelineFunctionsProps = PipelineStores &
  Pick<FunctionBundlesOptions, 'lambdas' | 'feeds'> &
  Pick<PipelineFunctionProps, 'settings' | 'logRetention' | 'encryptionKey'> & {
    /** Instead of the memory in PLANS. */
    readonly memoryMb?: FunctionMemory | undefined;
  };

export function pipelineFunctions(scope: Construct, props: PipelineFunctionsProps): PipelineFunctions {
  const names = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];
  const outdir = bundlesFolder(scope);
  functionBundles({ names, lambdas: props.lambdas, feeds: props.feeds, outdir });
  const create = (name: FunctionName): PipelineFunction => {
    const { grant, ...plan } = PLANS[name];
    const bundle = join(outdir, name);
    const memoryMb = props.memoryMb?.[name] ?? plan.memoryMb;
    const own = { name, bundle, ...plan, ...props, memoryMb };
    const created = new PipelineFunction(scope, constructId(name), own);
    grant(created.role, props);
    return created;
  };
  return Object.fromEntries(names.map((name) => [name, create(name)])) as PipelineFunctions;
}

/**
 * A folder for each pipeline, because an app can have several. It is absolute: the CDK CLI sets `CDK_OUTDIR=cdk.out`, which
 * is relative to the app, and esbuild reads paths relative to the sources of the functions.
 */
function bundlesFolder(scope: Construct): string {
  const outdir = Stage.of(scope)?.assetOutdir ?? 'cdk.out';
  return resolve(outdir, 'bundles', Names.uniqueResourceName(scope, {}));
}

/** `await-turn` → `AwaitTurn` */
function constructId(name: FunctionName): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
