// Runs the `ts` blocks of a page: each builds constructs in its own stack, with functions that do nothing.
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { CsvToCustomerIo, type CsvToCustomerIoProps } from '../../lib/csv-to-customerio.ts';
import { RULES_AT_DEPTH, type StubFolders } from '../lib/stub-pipeline.ts';

export const readPage = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');

/** Blocks of a language, also those in lists. */
export const blocksOf = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^ *\`\`\`${language}\n(.*?)^ *\`\`\`$`, 'gms'))].map(([, code = '']) => code);

/** The templates of the page's blocks, in order. @param names variables that the page's code uses. */
export function synthesizeExamples(
  page: string,
  { lambdas, outdir }: StubFolders,
  names: (stack: Stack) => Readonly<Record<string, unknown>>,
): Template[] {
  class Stubbed extends CsvToCustomerIo {
    constructor(scope: Construct, id: string, props: CsvToCustomerIoProps) {
      super(scope, id, { ...props, lambdas });
    }
  }
  return blocksOf(page, 'ts').map((code) => {
    const stack = new Stack(new App({ ...RULES_AT_DEPTH, outdir }), 'Example');
    const known = { CsvToCustomerIo: Stubbed, stack, ...names(stack) };
    new Function(...Object.keys(known), code)(...Object.values(known));
    return Template.fromStack(stack);
  });
}
