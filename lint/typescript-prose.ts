// A textlint plugin that finds the prose of a TypeScript file: its comments, and its strings of two or more words.
// It skips code between backticks. textlint has no plugin for TypeScript.
import { type Program, parseSync, Visitor } from 'oxc-parser';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A node of textlint's syntax tree, https://textlint.org/docs/txtnode. */
interface ProseNode {
  readonly type: 'Document' | 'Paragraph' | 'Str';
  readonly raw: string;
  readonly range: readonly [start: number, end: number];
  readonly loc: { readonly start: Position; readonly end: Position };
  readonly value?: string;
  readonly children?: readonly ProseNode[];
}

interface Position {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

const WORDS = /[A-Za-z]\s+[A-Za-z]/;
const CODE_SPAN = /\\?`[^`\n]*`/g;

class TypeScriptProse {
  availableExtensions(): string[] {
    return ['.ts'];
  }

  processor() {
    return {
      preProcess: (text: string, path = 'file.ts') => proseOf(path, text),
      postProcess: (messages: unknown[], filePath = '<text>') => ({ messages, filePath }),
    };
  }
}

// textlint loads a plugin by its default export.
export default { Processor: TypeScriptProse };

/** Comment marks become blanks of the same length, so that a pattern matches across the lines of a comment. */
function proseOf(path: string, code: string): { text: string; ast: ProseNode } {
  const { program, comments, errors } = parseSync(path, code);
  if (errors[0] !== undefined) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  const text = comments.reduce(
    (masked, { start, end }) =>
      masked.slice(0, start) + withoutMarks(code.slice(start, end)) + masked.slice(end),
    code,
  );
  const spans = [
    ...joined(comments, text),
    ...stringsOf(program, code).filter((span) => WORDS.test(slice(code, span))),
  ]
    .sort((a, b) => a.start - b.start)
    .map((span) => withoutCode(text, span));
  const nodeAt = nodesOf(text);
  const paragraphs = spans.flatMap((parts) => {
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined) return [];
    const children = parts.map((part) => nodeAt('Str', part, { value: slice(text, part) }));
    return [nodeAt('Paragraph', { start: first.start, end: last.end }, { children })];
  });
  return { text, ast: nodeAt('Document', { start: 0, end: text.length }, { children: paragraphs }) };
}

function withoutMarks(comment: string): string {
  return comment.replace(/^\/[/*]+|\*+\/$|(?<=\n\s*)\*/g, (mark) => ' '.repeat(mark.length));
}

/** Comments with only white space between them are one paragraph. */
function joined(comments: readonly Span[], text: string): Span[] {
  const paragraphs: Span[] = [];
  for (const comment of comments) {
    const before = paragraphs.at(-1);
    const continues = before !== undefined && /^\s*$/.test(text.slice(before.end, comment.start));
    if (continues) paragraphs.splice(-1, 1, { start: before.start, end: comment.end });
    else paragraphs.push(comment);
  }
  return paragraphs;
}

function stringsOf(program: Program, code: string): Span[] {
  const strings: Span[] = [];
  new Visitor({
    Literal: ({ value, start, end }) => {
      if (typeof value === 'string') strings.push({ start: start + 1, end: end - 1 });
    },
    TemplateElement: ({ start, value: { raw } }) => {
      const from = code.indexOf(raw, start); // the element begins with the mark before it
      strings.push({ start: from, end: from + raw.length });
    },
  }).visit(program);
  return strings;
}

/** The parts of a text between its code spans. */
function withoutCode(text: string, { start, end }: Span): Span[] {
  const code = [...text.slice(start, end).matchAll(CODE_SPAN)];
  const starts = [start, ...code.map(({ index, 0: span }) => start + index + span.length)];
  const ends = [...code.map(({ index }) => start + index), end];
  return starts
    .map((from, index) => ({ start: from, end: ends[index] ?? end }))
    .filter((part) => part.end > part.start);
}

function nodesOf(text: string) {
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const positionOf = (offset: number): Position => {
    const line = lineStarts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (lineStarts[line] ?? 0) };
  };
  return (
    type: ProseNode['type'],
    { start, end }: Span,
    content: Pick<ProseNode, 'value' | 'children'>,
  ): ProseNode => ({
    type,
    raw: text.slice(start, end),
    range: [start, end],
    loc: { start: positionOf(start), end: positionOf(end) },
    ...content,
  });
}

function slice(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}
