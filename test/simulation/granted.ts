// What the synthesized template allows each function.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { assemblyOf } from './deployment.ts';

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has hundreds of types
  readonly Properties: any;
}

export interface Granted {
  /** The whole template. */
  readonly text: string;
  /** Properties of all resources of a type. */
  readonly properties: (type: string) => readonly Resource['Properties'][];
  /** Actions that the policies of a function's role allow. */
  readonly actionsOf: (name: FunctionName) => readonly string[];
  /** Actions of all policies. */
  readonly actions: readonly string[];
}

export function grantedBy(feeds: Feeds): Granted {
  const text = readFileSync(join(assemblyOf(feeds), 'csv-to-customerio.template.json'), 'utf8');
  const { Resources } = JSON.parse(text) as { Resources: Record<string, Resource> };
  const properties = (type: string) =>
    Object.values(Resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
  const policies = properties('AWS::IAM::Policy');
  const actionsIn = (some: readonly Resource['Properties'][]): string[] => {
    const statements = some.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return [...new Set(statements.flatMap(({ Action }) => [Action].flat() as string[]))];
  };
  const roleOf = (name: FunctionName): string => {
    const own = properties('AWS::Lambda::Function').find(
      ({ Environment }) => Environment?.Variables.POWERTOOLS_SERVICE_NAME === name,
    );
    return own.Role['Fn::GetAtt'][0];
  };
  return {
    text,
    properties,
    actions: actionsIn(policies),
    actionsOf: (name) =>
      actionsIn(
        policies.filter(({ Roles }) => Roles.some(({ Ref }: { Ref: string }) => Ref === roleOf(name))),
      ),
  };
}
