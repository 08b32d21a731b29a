// Cuts the transform of a feed out of the file that defines it, as a module that exports the function. The rest of the feed and
// the other feeds are left out where this is certain, so that their changes do not change the digest of the transform.
import { parseSync } from 'oxc-parser';
import { RUN_EXPORT } from '../../lambdas/contracts/feed/transform.ts';

export interface TransformToCut {
  readonly feed: string;
  /** Whether the rest of the feeds stays: the file may read what `defineFeeds` returns. */
  readonly keep: 'transform' | 'feeds';
  /** Which call of `defineFeeds`, from 0. */
  readonly call: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text as a module in TypeScript that also exports the function as `$run`. It does not use `defineFeeds`, whose import TypeScript
 * then leaves out.
 * @returns undefined if the text does not call `defineFeeds`, or cannot be parsed.
 */
export function cutOut(path: string, text: string, { feed, call, keep }: TransformToCut): string | undefined {
  const { program, errors } = parseSync(path, text);
  const body = program.body as unknown as readonly Node[];
  const names = new Set(body.flatMap(importedNames));
  const found = nodesIn(body).filter(
    ({ type, callee }) => type === 'CallExpression' && names.has((callee as Node).name as string),
  );
  if (errors.length > 0 || found.length === 0) return undefined;
  const edits = found.flatMap((node): Edit[] => {
    const { start, end } = node.callee as Node;
    const [argument] = node.arguments as readonly Node[];
    const isNarrow = keep === 'transform' && found.length === 1;
    const narrowed = isNarrow && argument ? narrow(argument, feed, text) : undefined;
    return [{ start, end, text: DEFINE }, ...(narrowed ? [narrowed] : [])];
  });
  const name = JSON.stringify(feed);
  return `${PREAMBLE}${applied(edits, text)}\nexport const ${RUN_EXPORT} = ${GIVEN}[${call}].feeds[${name}].transform.run;\n`;
}

const GIVEN = '$given';
const DEFINE = '$defineFeeds';
const PREAMBLE = `const ${GIVEN}: any[] = []; const ${DEFINE} = (given: any): any => (${GIVEN}.push(given), given);\n`;

/** The local names of `defineFeeds`. */
function importedNames({ type, specifiers }: Node): readonly string[] {
  if (type !== 'ImportDeclaration') return [];
  return (specifiers as readonly Node[])
    .filter(({ imported }) => (imported as Node | undefined)?.name === 'defineFeeds')
    .map(({ local }) => (local as Node).name as string);
}

function nodesIn(value: unknown): readonly Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodesIn);
  return 'type' in value && typeof value.type === 'string' ? [value as Node, ...inner] : inner;
}

/** The argument of `defineFeeds` with this transform alone, if it is written there and nothing after it replaces it. */
function narrow(argument: Node, feed: string, text: string): Edit | undefined {
  const feeds = lastProperty(argument, 'feeds');
  const ofFeed = feeds && lastProperty(feeds, feed);
  const transform = ofFeed && lastProperty(ofFeed, 'transform');
  if (!transform) return undefined;
  const own = text.slice(transform.start, transform.end);
  return {
    start: argument.start,
    end: argument.end,
    text: `{ feeds: { ${JSON.stringify(feed)}: { transform: ${own} } } }`,
  };
}

/** The value of a property in an object that is written out; undefined if a spread after it can replace it. */
function lastProperty(object: Node, name: string): Node | undefined {
  const literal = withoutTypes(object);
  if (literal.type !== 'ObjectExpression') return undefined;
  const properties = literal.properties as readonly Node[];
  const at = properties.findLastIndex(({ type, key, computed }) => {
    if (type === 'SpreadElement' || computed === true) return true;
    const { name: identifier, value } = key as Node;
    return (identifier ?? value) === name;
  });
  const property = properties[at];
  if (property?.type !== 'Property' || property.computed === true) return undefined;
  return property.value as Node;
}

/** `{ … } satisfies FeedsInput` is the object. */
function withoutTypes(node: Node): Node {
  return 'expression' in node && /^TS|^Parenthesized/.test(node.type)
    ? withoutTypes(node.expression as Node)
    : node;
}

function applied(edits: readonly Edit[], text: string): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((to, edit) => to.slice(0, edit.start) + edit.text + to.slice(edit.end), text);
}
