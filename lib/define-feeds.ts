// Checks feeds.config.ts. A mistake in it ends `cdk synth` or `npm start` before anything runs.
import { distance } from 'fastest-levenshtein';
import type * as z from 'zod';
import { FeedSchema, type Feeds, type FeedsInput, FeedsSchema } from '../lambdas/contracts/feed/feed.ts';
import { checkSuppress } from '../lambdas/contracts/feed/remembered.ts';
import { isBundled } from '../lambdas/contracts/feed/transform.ts';
import { FeedsConfigError } from './feeds/feeds-config-error.ts';
import { countCall, noteOrigin } from './feeds/transform-origins.ts';
import { feedsJsonSchema, optionNames } from './feeds-json-schema.ts';

export type { Row, RowPlace, TransformRow } from '../lambdas/contracts/feed/transform.ts';
export { FeedsConfigError };

/**
 * @param module `import.meta.url` of the file that calls it. Needed if a feed has a `transform`: synth bundles the function
 *   from this file.
 * @throws FeedsConfigError
 */
export function defineFeeds(input: FeedsInput, module?: string): Feeds {
  const feeds = checkFeeds(input);
  if (module !== undefined) noteTransforms(feeds, module);
  return feeds;
}

function noteTransforms({ feeds }: Feeds, module: string): void {
  const call = countCall(module);
  for (const [feed, { transform }] of Object.entries(feeds))
    if (transform && !isBundled(transform.run)) noteOrigin(transform.run, { module, call, feed });
}

function checkFeeds(input: FeedsInput): Feeds {
  const parsed = FeedsSchema.safeParse(input, { reportInput: true });
  const mistakes = parsed.success
    ? rulesWithoutEvents(parsed.data)
    : parsed.error.issues.map((issue) => `  ${describePath(issue.path)}: ${describeIssue(issue)}`);
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw new FeedsConfigError(`feeds.config.ts is not valid. Correct these options:\n${mistakes.join('\n')}`);
}

/** Only checked here: a function that starts must not refuse the feeds of a running import. */
function rulesWithoutEvents(feeds: Feeds): string[] {
  return checkSuppress(feeds).map(
    ({ feed, at, option, name, known, message }) =>
      `  ${describePath(['feeds', feed, 'suppress', at, option])}: ${message}${suggest(name, known)}`,
  );
}

function describePath(path: readonly PropertyKey[]): string {
  const [root, feed, ...field] = path.map(String);
  if (root !== 'feeds') return root === undefined ? 'the whole file' : path.map(String).join('.');
  return feed === undefined ? 'feeds' : `feed "${feed}"${field.length > 0 ? `, ${field.join('.')}` : ''}`;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(describeUnknown).join('; ');
    case 'invalid_union':
      return describeUnion(issue);
    case 'invalid_key':
      return issue.issues.map(describeIssue).join('; ');
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : plain(issue.message);
    case 'custom':
      return issue.input === undefined ? 'is missing' : plain(issue.message);
    case 'invalid_value':
      return `expected ${quoted(issue.values.map(String))}${suggest(String(issue.input), issue.values.map(String))}`;
    default:
      return plain(issue.message);
  }
}

/** Without zod's prefix, as in `Invalid input: expected …`. */
function plain(message: string): string {
  return message.replace(/^(Invalid input|Too small|Too big): /, '');
}

function describeUnknown(key: string): string {
  return `there is no option "${key}"${suggest(key, optionNames(feedsJsonSchema()))}`;
}

/** A feed's kind determines its schema. For any other union, the alternatives with the fewest mistakes are shown. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.errors.length === 0) return `expected ${quoted(FEED_KINDS)}`;
  const fewest = Math.min(...issue.errors.map((issues) => issues.length));
  const closest = issue.errors.filter((issues) => issues.length === fewest);
  const forms = closest.map((issues) =>
    issues.map((inner) => `${inner.path.join('.')} ${describeIssue(inner)}`.trim()).join(', '),
  );
  return [...new Set(forms)].join('; or ');
}

const FEED_KINDS = FeedSchema.options.map(({ shape }) => shape.kind.value);

function quoted(names: readonly string[]): string {
  const last = names.map((name) => `"${name}"`).slice(-1);
  const others = names.slice(0, -1).map((name) => `"${name}"`);
  return [...(others.length > 0 ? [others.join(', ')] : []), ...last].join(' or ');
}

/** Number of typing errors with which a name is still recognized. */
const TYPOS = 2;

function suggest(wrong: string, names: readonly string[]): string {
  const [nearest] = names
    .map((name) => ({ name, typos: distance(name.toLowerCase(), wrong.toLowerCase()) }))
    .filter(({ name, typos }) => name !== wrong && typos <= TYPOS && typos * 2 < name.length)
    .sort((a, b) => a.typos - b.typos);
  return nearest ? `; did you mean "${nearest.name}"?` : '';
}
