// Checks the size of functions: at most 50 lines and 4 parameters, and no boolean parameter in an exported function.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseSync } from 'oxc-parser';

const ROOT = resolve(import.meta.dirname, '..');
const MOST_LINES = 50;
const MOST_PARAMETERS = 4;

/** The fields of an ESTree node that are read here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

interface FunctionNode extends Node {
  readonly params: readonly Node[];
}

interface Found {
  /** `path:line name` */
  readonly where: string;
  readonly lines: number;
  readonly parameters: number;
  /** Whether it is exported and has a boolean parameter. */
  readonly hasSwitch: boolean;
}

const checked = globSync('{bin,cli,lambdas,lib,local,samples,bench,test}/**/*.ts', { cwd: ROOT })
  .sort()
  .flatMap((path) => functionsIn(path, readFileSync(join(ROOT, path), 'utf8')));

describe('a function', () => {
  it(`has at most ${MOST_LINES} lines`, () => {
    const long = checked.filter(({ lines }) => lines > MOST_LINES);
    expect(long.map(({ where, lines }) => `${where}: ${lines} lines`)).toEqual([]);
  });

  it(`has at most ${MOST_PARAMETERS} parameters`, () => {
    const wide = checked.filter(({ parameters }) => parameters > MOST_PARAMETERS);
    expect(wide.map(({ where, parameters }) => `${where}: ${parameters} parameters`)).toEqual([]);
  });

  it('has no boolean parameter if it is exported: a named option or two functions say what it does', () => {
    expect(checked.filter(({ hasSwitch }) => hasSwitch).map(({ where }) => where)).toEqual([]);
  });

  it.each([
    ['a declaration', 'export function send(feed: string, dryRun: boolean) {}'],
    ['an arrow function', 'export const send = (dryRun: boolean) => {};'],
    ['an optional parameter', 'export function send(dryRun?: boolean) {}'],
    ['a union', 'export function send(dryRun: boolean | undefined) {}'],
    ['a literal', 'export function send(dryRun?: true) {}'],
    ['a default', 'export function send(dryRun = false) {}'],
  ])('is found by its boolean parameter in %s', (_, code) => {
    expect(functionsIn('a.ts', code)).toMatchObject([{ hasSwitch: true }]);
  });

  it.each([
    ['a named option', 'export function send({ dryRun }: { readonly dryRun: boolean }) {}'],
    ['a function that is not exported', 'function send(dryRun: boolean) {}'],
    ['a callback', 'export function send(filter: (row: string) => boolean) {}'],
  ])('may have a boolean in %s', (_, code) => {
    expect(functionsIn('a.ts', code)).toMatchObject([{ hasSwitch: false }]);
  });

  it.each([
    ['a method of an object', 'const api = {\n  send(a, b) {\n  },\n};', 'a.ts:2', 2, 2],
    ['a private method', 'class A {\n  private send(a) {}\n}', 'a.ts:2', 1, 1],
  ])('is found as %s', (_, code, where, lines, parameters) => {
    expect(functionsIn('a.ts', code)).toMatchObject([{ where: `${where} send`, lines, parameters }]);
  });
});

/** The blocks of a test are as long as their list of examples, so only the functions that they call are checked. */
function isTestBlock(path: string, parent: Node | undefined): boolean {
  return /^test\//.test(path) && parent?.type === 'CallExpression';
}

function functionsIn(path: string, text: string): Found[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const found: Found[] = [];
  const visit = (node: unknown, parents: readonly Node[]): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, parents);
    if (!isNode(node)) return;
    if (isFunction(node) && !isTestBlock(path, parents.at(-1)))
      found.push(measured(path, text, node, parents));
    for (const field of Object.values(node)) visit(field, [...parents, node]);
  };
  visit(program, []);
  return found;
}

function measured(path: string, text: string, node: FunctionNode, parents: readonly Node[]): Found {
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const parent = parents.at(-1);
  const key = (node.id ?? parent?.id ?? parent?.key) as { readonly name?: string } | undefined;
  return {
    where: `${path}:${lineOf(node.start)} ${key?.name ?? ''}`.trim(),
    lines: lineOf(node.end) - lineOf(node.start) + 1,
    parameters: node.params.length,
    hasSwitch: isExported(parents) && node.params.some(isBoolean),
  };
}

/** `export function f` or `export const f = () =>`. */
function isExported(parents: readonly Node[]): boolean {
  const [variable, declaration, statement] = parents.slice(-3).reverse();
  if (variable?.type === 'ExportNamedDeclaration') return true;
  return (
    variable?.type === 'VariableDeclarator' &&
    declaration?.type === 'VariableDeclaration' &&
    statement?.type === 'ExportNamedDeclaration'
  );
}

function isBoolean(parameter: Node): boolean {
  if (parameter.type === 'AssignmentPattern') {
    const { left, right } = parameter as Node & { readonly left: Node; readonly right: Node };
    return isBoolean(left) || typeof right.value === 'boolean';
  }
  const annotation = parameter.typeAnnotation as { readonly typeAnnotation?: Node } | undefined;
  return isBooleanType(annotation?.typeAnnotation);
}

function isBooleanType(type: Node | undefined): boolean {
  if (type?.type === 'TSUnionType') return (type.types as readonly Node[]).some(isBooleanType);
  if (type?.type === 'TSLiteralType') return typeof (type.literal as Node).value === 'boolean';
  return type?.type === 'TSBooleanKeyword';
}

function isFunction(node: Node): node is FunctionNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
