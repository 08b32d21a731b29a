import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const entered: string[] = [];
const pipeline = pipelineFixture({
  onProgress: (progress) => {
    if (progress.kind === 'entered') entered.push(progress.state);
  },
});

describe('the state machine that runs here', () => {
  it('is exactly the one that `cdk deploy` would deploy, with its references resolved', () => {
    const [machine] = resources('AWS::StepFunctions::StateMachine');
    const [separator, pieces] = machine?.Properties.DefinitionString?.['Fn::Join'] ?? [];
    expect(pieces?.length).toBeGreaterThan(1);
    expect(pipeline.cloud.definition).toBe(pieces?.map(textOf).join(separator));
  });

  it('runs its states in order, and the bundles of the deployed functions', async () => {
    await pipeline.importFile('people', csv('id', 'cust-1'));
    expect(entered).toEqual([
      STATE.split,
      'New and readable?',
      STATE.validate,
      STATE.validateChunk,
      STATE.review,
      'Send?',
      'Queue up',
      STATE.awaitTurn,
      'Our turn?',
      STATE.forward,
      STATE.forwardPartition,
      'More to send?',
      'Partition finished',
      STATE.report,
      'Ended well?',
      'Finished',
    ]);
    const { cloud, assembly } = pipeline;
    const called = [...cloud.definition.matchAll(/:function:(\w+)/g)].map(([, name = '']) => name);
    // This import is not weighed, so there is nothing to decide.
    const ran = called.filter((name) => !name.startsWith('PipelineDecideFunction'));
    expect(Object.keys(cloud.memory())).toEqual(expect.arrayContaining([...new Set(ran)]));
    const functions = cloud.template.functions.map(({ logicalId }) => logicalId);
    expect(functions).toEqual(expect.arrayContaining(called));
    const folders = resources('AWS::Lambda::Function')
      .filter(({ logicalId }) => functions.includes(logicalId))
      .map(({ Metadata }) => join(assembly, Metadata?.['aws:asset:path'] ?? ''));
    expect(cloud.template.functions.map(({ assetFolder }) => assetFolder)).toEqual(folders);
  });
});

/** What the CDK puts between the parts of a definition. */
type Piece = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, 'Arn'] };

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly DefinitionString?: { readonly 'Fn::Join': readonly [string, readonly Piece[]] };
  };
  readonly Metadata?: Readonly<Record<string, string>>;
}

function resources(type: string) {
  const template = readFileSync(join(pipeline.assembly, 'csv-to-customerio.template.json'), 'utf8');
  return Object.entries<Resource>(JSON.parse(template).Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([logicalId, resource]) => ({ logicalId, ...resource }));
}

/** The intrinsic functions of the definition, resolved without the resolver of the engine. */
function textOf(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if ('Ref' in piece) return piece.Ref === 'AWS::Partition' ? 'aws' : `unknown ${piece.Ref}`;
  return `arn:aws:lambda:eu-west-1:000000000000:function:${piece['Fn::GetAtt'][0]}`;
}
