// The expressions of DynamoDB, as far as the adapters use them. Any other throws an error that names it.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type DynamoItem = Record<string, AttributeValue>;

/** What an expression refers to. */
export interface Scope {
  readonly item: DynamoItem | undefined;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

type Condition = (scope: Scope) => boolean;
type Operand = (scope: Scope) => AttributeValue | undefined;
type Change = (item: DynamoItem, scope: Scope) => void;

/** Whether a condition is true. An item that does not exist has no attributes. */
export function holds(expression: string | undefined, scope: Scope): boolean {
  return expression === undefined || parsed(CONDITIONS, expression, readCondition)(scope);
}

/** The item after an update. The whole expression refers to the item before it. */
export function updated(expression: string, item: DynamoItem, scope: Scope): DynamoItem {
  const changed = { ...item };
  for (const change of parsed(UPDATES, expression, readUpdate)) change(changed, scope);
  return changed;
}

const CONDITIONS = new Map<string, Condition>();
const UPDATES = new Map<string, readonly Change[]>();

function parsed<T>(known: Map<string, T>, expression: string, read: (tokens: Tokens) => T): T {
  const found = known.get(expression);
  if (found !== undefined) return found;
  const tokens = tokensOf(expression);
  const fresh = read(tokens);
  if (tokens.peek() !== undefined) throw tokens.unknown();
  known.set(expression, fresh);
  return fresh;
}

interface Tokens {
  peek(): string | undefined;
  next(): string;
  /** Reads the next token if it is this word or sign. */
  take(wanted: string): boolean;
  unknown(): Error;
}

function tokensOf(expression: string): Tokens {
  const all = expression.match(/[:#]?\w+|<>|<=|>=|[=<>(),+-]/g) ?? [];
  let at = 0;
  const tokens: Tokens = {
    peek: () => all[at],
    next: () => all[at++] ?? '',
    take: (wanted) => {
      const found = all[at]?.toUpperCase() === wanted.toUpperCase();
      if (found) at++;
      return found;
    },
    unknown: () => new Error(`memory-dynamodb does not know "${all[at]}" in: ${expression}`),
  };
  return tokens;
}

function readCondition(tokens: Tokens): Condition {
  const any = [readAll(tokens)];
  while (tokens.take('OR')) any.push(readAll(tokens));
  return (scope) => any.some((condition) => condition(scope));
}

function readAll(tokens: Tokens): Condition {
  const all = [readOne(tokens)];
  while (tokens.take('AND')) all.push(readOne(tokens));
  return (scope) => all.every((condition) => condition(scope));
}

function readOne(tokens: Tokens): Condition {
  if (tokens.take('NOT')) {
    const negated = readOne(tokens);
    return (scope) => !negated(scope);
  }
  if (tokens.take('(')) return closed(tokens, readCondition(tokens));
  if (tokens.take('attribute_exists')) return existence(tokens, true);
  if (tokens.take('attribute_not_exists')) return existence(tokens, false);
  const left = readOperand(tokens);
  if (tokens.take('IN')) {
    tokens.take('(');
    const choices = [readOperand(tokens)];
    while (tokens.take(',')) choices.push(readOperand(tokens));
    return closed(tokens, (scope) =>
      choices.some((choice) => compare(left(scope), choice(scope), (sign) => sign === 0)),
    );
  }
  const accepts = COMPARISONS[tokens.peek() ?? ''];
  if (accepts === undefined) throw tokens.unknown();
  tokens.next();
  const right = readOperand(tokens);
  return (scope) => compare(left(scope), right(scope), accepts);
}

function closed<T>(tokens: Tokens, inner: T): T {
  if (!tokens.take(')')) throw tokens.unknown();
  return inner;
}

function existence(tokens: Tokens, wanted: boolean): Condition {
  tokens.take('(');
  const operand = readOperand(tokens);
  return closed(tokens, (scope: Scope) => (operand(scope) !== undefined) === wanted);
}

const COMPARISONS: Readonly<Record<string, (sign: number) => boolean>> = {
  '=': (sign) => sign === 0,
  '<>': (sign) => sign !== 0,
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

/** A value that is missing or of another type is neither equal nor comparable. */
function compare(
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
  accepts: (sign: number) => boolean,
): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.N !== undefined && b.N !== undefined) return accepts(Math.sign(Number(a.N) - Number(b.N)));
  if (a.S !== undefined && b.S !== undefined) return accepts(a.S === b.S ? 0 : a.S < b.S ? -1 : 1);
  return accepts(JSON.stringify(a) === JSON.stringify(b) ? 0 : Number.NaN);
}

/** `:value`, `name`, `#name`, `if_not_exists(name, :value)`, `list_append(one, other)`, or a sum of two. */
function readOperand(tokens: Tokens): Operand {
  const left = readTerm(tokens);
  if (!tokens.take('+')) return left;
  const right = readTerm(tokens);
  return (scope) => ({ N: String(Number(left(scope)?.N ?? 0) + Number(right(scope)?.N ?? 0)) });
}

function readTerm(tokens: Tokens): Operand {
  if (tokens.take('if_not_exists')) {
    tokens.take('(');
    const first = readOperand(tokens);
    tokens.take(',');
    const second = readOperand(tokens);
    return closed(tokens, (scope: Scope) => first(scope) ?? second(scope));
  }
  if (tokens.take('list_append')) {
    tokens.take('(');
    const first = readOperand(tokens);
    tokens.take(',');
    const second = readOperand(tokens);
    return closed(tokens, (scope: Scope) => ({
      L: [...(first(scope)?.L ?? []), ...(second(scope)?.L ?? [])],
    }));
  }
  const word = tokens.next();
  if (!/^[:#]?\w+$/.test(word)) throw tokens.unknown();
  return word.startsWith(':')
    ? ({ values }) => values[word]
    : ({ item, names }) => item?.[names[word] ?? word];
}

function readUpdate(tokens: Tokens): readonly Change[] {
  const changes: Change[] = [];
  while (tokens.peek() !== undefined) {
    const readChange = CLAUSES[tokens.peek()?.toUpperCase() ?? ''];
    if (readChange === undefined) throw tokens.unknown();
    tokens.next();
    do changes.push(readChange(tokens));
    while (tokens.take(','));
  }
  return changes;
}

const CLAUSES: Readonly<Record<string, (tokens: Tokens) => Change>> = {
  SET: (tokens) => {
    const name = tokens.next();
    if (!tokens.take('=')) throw tokens.unknown();
    const operand = readOperand(tokens);
    return (item, scope) => {
      const value = operand(scope);
      if (value !== undefined) item[scope.names[name] ?? name] = value;
    };
  },
  REMOVE: (tokens) => {
    const name = tokens.next();
    return (item, { names }) => {
      delete item[names[name] ?? name];
    };
  },
  ADD: (tokens) => toSet(tokens, (old, added) => [...new Set([...old, ...added])]),
  DELETE: (tokens) => toSet(tokens, (old, gone) => old.filter((one) => !gone.includes(one))),
};

/** Adds numbers. A set of texts cannot be empty. */
function toSet(
  tokens: Tokens,
  join: (old: readonly string[], change: readonly string[]) => string[],
): Change {
  const word = tokens.next();
  const operand = readTerm(tokens);
  return (item, scope) => {
    const name = scope.names[word] ?? word;
    const change = operand(scope);
    if (change?.N !== undefined) {
      item[name] = { N: String(Number(item[name]?.N ?? 0) + Number(change.N)) };
      return;
    }
    const texts = join(item[name]?.SS ?? [], change?.SS ?? []);
    if (texts.length > 0) item[name] = { SS: texts };
    else delete item[name];
  };
}
