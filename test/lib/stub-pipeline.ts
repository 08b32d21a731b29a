// A pipeline whose functions do nothing, for tests of the template.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { FUNCTION_ENVIRONMENT } from '../../lambdas/contracts/environment.ts';
import { type Feeds, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { csvToCustomerIoApp } from '../../lib/csv-to-customerio-app.ts';
import { atDepth } from '../depth.ts';

export const STUB_FEEDS: Feeds = FeedsSchema.parse({
  workspace: 'test',
  feeds: { people: { kind: 'people', identifiers: [{ as: 'email', columns: ['email'] }] } },
});

/** CloudFormation's own rules take seconds per app, so they check these apps at the full depth only. A broken rule throws. */
export const RULES_AT_DEPTH: AppProps = {
  builtinCloudFormationValidation: atDepth({ short: false, full: true }),
  context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
};

export interface StubFolders {
  /** Folder with `<name>/handler.ts` of every function. */
  readonly lambdas: string;
  /** Folder for a cloud assembly. */
  readonly outdir: string;
  readonly remove: () => void;
}

export function stubFolders(handler = 'export const handler = async () => ({});'): StubFolders {
  const root = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  const lambdas = join(root, 'lambdas');
  for (const name of Object.keys(FUNCTION_ENVIRONMENT)) {
    mkdirSync(join(lambdas, name), { recursive: true });
    writeFileSync(join(lambdas, name, 'handler.ts'), handler);
  }
  return { lambdas, outdir: join(root, 'cdk.out'), remove: () => rmSync(root, { recursive: true }) };
}

/** A resource of a template. What its properties hold is for the assertions to say. */
export interface Resource {
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's own shapes, hundreds of them
  readonly Properties: any;
}

/** The stub pipeline and its synthesized template. */
export function stubPipeline(feeds = STUB_FEEDS) {
  const { lambdas, outdir, remove } = stubFolders();
  const { stack, pipeline } = csvToCustomerIoApp({
    feeds,
    lambdas,
    outdir,
    checked: atDepth({ short: false, full: true }),
  });
  const template = Template.fromStack(stack);
  const resources = (type: string): Record<string, Resource> =>
    template.findResources(type) as Record<string, Resource>;
  return {
    pipeline,
    template,
    /** Resources of a type by their logical id. */
    resources,
    /** Properties of all resources of a type. */
    properties: (type: string) => Object.values(resources(type)).map(({ Properties }) => Properties),
    /** The logical id behind an ARN or a name that the CDK has not resolved yet. */
    logicalId: (reference: string): string => {
      const { Ref, 'Fn::GetAtt': attribute } = stack.resolve(reference);
      return Ref ?? attribute[0];
    },
    remove,
  };
}
