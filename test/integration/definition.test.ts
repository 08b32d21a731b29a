import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import type { Template, TemplateResource } from '../../lib/synthesize.ts';
import { csv } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';

const entered: string[] = [];
const pipeline = pipelineFixture({
  onProgress: (progress) => {
    if (progress.kind === 'entered') entered.push(progress.state);
  },
});

/** What CDK puts between the pieces of a definition. */
type Piece = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly [string, 'Arn'] };

describe('the state machine that runs here', () => {
  it('is byte for byte the one that `cdk deploy` would deploy, its references resolved', () => {
    const [machine] = resources('AWS::StepFunctions::StateMachine');
    const { 'Fn::Join': join } = machine?.[1].Properties?.DefinitionString as {
      'Fn::Join': [string, Piece[]];
    };
    expect(pipeline.cloud.definition).toBe(join[1].map(textOf).join(join[0]));
    expect(JSON.parse(pipeline.cloud.definition)).toMatchObject({ StartAt: STATE.split });
  });

  it("runs every state on its way, and the deployed functions' own bundles", async () => {
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
    const referred = [...pipeline.cloud.definition.matchAll(/:function:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(pipeline.cloud.memory()).sort()).toEqual([...new Set(referred)].sort());
    const assets = new Map(pipeline.cloud.template.functions.map((one) => [one.logicalId, one.assetFolder]));
    for (const [logicalId, { Metadata }] of resources('AWS::Lambda::Function')) {
      if (referred.includes(logicalId)) {
        expect(assets.get(logicalId)).toBe(join(pipeline.assembly, Metadata?.['aws:asset:path'] ?? ''));
      }
    }
  });
});

function resources(type: string): [string, TemplateResource][] {
  const file = join(pipeline.assembly, 'csv-to-customerio.template.json');
  const template: Template = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
}

/** The few intrinsics of the definition, resolved without the engine's own resolver. */
function textOf(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if ('Ref' in piece) return piece.Ref === 'AWS::Partition' ? 'aws' : `unknown ${piece.Ref}`;
  return `arn:aws:lambda:eu-west-1:000000000000:function:${piece['Fn::GetAtt'][0]}`;
}
