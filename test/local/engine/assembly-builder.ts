// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's placeholders, not JavaScript's.
// Writes small cloud assemblies with the structure of `cdk synth`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionDescription } from '../../../local/engine/template.ts';

export interface FunctionFixture {
  /** Source of index.mjs. */
  readonly code: string;
  readonly timeoutSeconds?: number;
  readonly memoryMegabytes?: number;
  readonly environment?: Readonly<Record<string, unknown>>;
}

export interface AssemblyFixture {
  readonly functions?: Readonly<Record<string, FunctionFixture>>;
  /** Amazon States Language; ARNs of functions as `{{LogicalId}}`. */
  readonly definition?: object;
  readonly resources?: Readonly<Record<string, object>>;
}

/** A definition that does nothing. */
export const NOTHING = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };

/** A new folder, and a function that removes it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes the assembly to `folder`. @returns the folder. */
export function writeAssembly(folder: string, fixture: AssemblyFixture): string {
  const functions = Object.entries(fixture.functions ?? {});
  for (const [name, { code }] of functions) writeBundle(join(folder, `asset.${name}`), code);
  const template = {
    Resources: {
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { DefinitionString: joined(fixture.definition ?? NOTHING) },
      },
      ...Object.fromEntries(functions.map(([name, one]) => [name, functionResource(name, one)])),
      ...fixture.resources,
    },
    Parameters: { BootstrapVersion: { Type: 'String', Default: '/cdk-bootstrap/version' } },
  };
  const files = Object.fromEntries(
    functions.map(([name]) => [
      name,
      {
        source: { path: `asset.${name}`, packaging: 'zip' },
        destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
      },
    ]),
  );
  const manifest = {
    artifacts: {
      'Stack.assets': { type: 'cdk:asset-manifest', properties: { file: 'Stack.assets.json' } },
      Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } },
    },
  };
  for (const [file, content] of Object.entries({
    'manifest.json': manifest,
    'Stack.assets.json': { files },
    'Stack.template.json': template,
  })) {
    writeFileSync(join(folder, file), JSON.stringify(content));
  }
  return folder;
}

/** The description of a function that the template reader makes, with its bundle in `folder`. */
export function functionDescription(
  folder: string,
  name: string,
  fixture: FunctionFixture,
): FunctionDescription {
  const assetFolder = join(folder, `asset.${name}`);
  writeBundle(assetFolder, fixture.code);
  return {
    logicalId: name,
    name,
    arn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
    assetFolder,
    handler: 'index.handler',
    environment: (fixture.environment ?? {}) as Record<string, string>,
    timeoutSeconds: fixture.timeoutSeconds ?? 30,
    memoryMegabytes: fixture.memoryMegabytes ?? 256,
  };
}

function writeBundle(folder: string, code: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.mjs'), code);
}

function functionResource(name: string, { timeoutSeconds, memoryMegabytes, environment }: FunctionFixture) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: {
        S3Bucket: { 'Fn::Sub': 'cdk-assets-${AWS::AccountId}-${AWS::Region}' },
        S3Key: `${name}.zip`,
      },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Timeout: timeoutSeconds ?? 30,
      MemorySize: memoryMegabytes ?? 256,
      Environment: { Variables: environment ?? {} },
    },
  };
}

/** The definition's text as the CDK writes it: split at names that CloudFormation fills in. */
function joined(definition: object): object {
  const parts = JSON.stringify(definition)
    .split(/\{\{(\w+)\}\}/)
    .map((part, index) => (index % 2 === 0 ? part : { 'Fn::GetAtt': [part, 'Arn'] }));
  return { 'Fn::Join': ['', parts] };
}
