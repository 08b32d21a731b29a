// Two validators of the Amazon States Language that share no code with the CDK or with the embedded engine.
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Resource, stubPipeline } from '../lib/stub-pipeline.ts';
import { fetchPackages } from './fetched-packages.ts';

const fetched = fetchPackages('asl-validator@4.0.0', 'amazon-states-language-service@1.16.1');
const { resources, remove } = stubPipeline();
afterAll(() => {
  remove();
  fetched?.remove();
});

type Part = string | { readonly Ref?: string };

/** The definition as AWS gets it, with an ARN in place of each reference. */
function definitionOf({ Properties }: Resource): string {
  const [separator, parts] = Properties.DefinitionString['Fn::Join'] as [string, Part[]];
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
  return parts
    .map((part) => (typeof part === 'string' ? part : part.Ref === 'AWS::Partition' ? 'aws' : arn))
    .join(separator);
}

const [machine] = Object.values(resources('AWS::StepFunctions::StateMachine'));
if (!machine) throw new Error('the template has no state machine');
const definition = definitionOf(machine);

type Validator = (
  definition: object,
  options: object,
) => { readonly isValid: boolean; readonly errors: readonly object[] };

interface Document {
  readonly getText: () => string;
}

interface LanguageService {
  readonly TextDocument: {
    readonly create: (uri: string, language: string, version: number, text: string) => Document;
  };
  readonly getLanguageService: (options: object) => {
    readonly parseJSONDocument: (document: Document) => object;
    readonly doValidation: (document: Document, parsed: object) => Promise<readonly { message: string }[]>;
  };
}

(fetched ? describe : describe.skip)('the state machine', () => {
  const validate = (text: string) => {
    const isValid = fetched?.require('asl-validator') as Validator;
    return isValid(JSON.parse(text), { checkArn: true, checkPaths: true });
  };

  const diagnose = async (text: string) => {
    const library = fetched?.require('amazon-states-language-service') as LanguageService;
    const service = library.getLanguageService({});
    const document = library.TextDocument.create('memory://machine.asl.json', 'asl', 1, text);
    return service.doValidation(document, service.parseJSONDocument(document));
  };

  /** A mistake that both must find, so that silence means something. */
  const broken = definition.replace('"Next":"Report"', '"Next":"Nowhere"');

  it('is valid for asl-validator', () => {
    expect(validate(definition)).toMatchObject({ isValid: true, errors: [] });
    expect(validate(broken).isValid).toBe(false);
  });

  it('is valid for the language service of AWS', async () => {
    expect(await diagnose(definition)).toEqual([]);
    expect((await diagnose(broken)).map(({ message }) => message)).not.toEqual([]);
  });
});
