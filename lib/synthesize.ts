// `cdk synth` without the CDK CLI, for the embedded engine: it makes the same template in this process.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CsvToCustomerIoAppProps, csvToCustomerIoApp } from './csv-to-customerio-app.ts';

/** The parts of a CloudFormation template that this project reads. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  /** `aws:cdk:path`: path of the construct; `aws:asset:path`: path of its code in the assembly's folder. */
  readonly Metadata?: Readonly<Record<string, string>>;
}

export interface Synthesized {
  /** Folder of the cloud assembly: templates and the functions' bundles. */
  readonly directory: string;
  readonly templatePath: string;
  readonly template: Template;
}

/**
 * Synthesizes the app into `outdir`.
 * @throws Error if a setting is invalid, a function cannot be bundled, or a cdk-nag rule is broken.
 */
export function synthesize(props: CsvToCustomerIoAppProps & { readonly outdir: string }): Synthesized {
  const { app, stack } = csvToCustomerIoApp(props);
  const assembly = app.synth();
  const templatePath = join(assembly.directory, stack.templateFile);
  return {
    directory: assembly.directory,
    templatePath,
    template: JSON.parse(readFileSync(templatePath, 'utf8')),
  };
}
