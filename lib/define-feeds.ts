// Checks feeds.config.ts where it is written: a mistake ends a synth, or `npm start`, before anything runs.
import { distance } from 'fastest-levenshtein';
import type * as z from 'zod';
import { type Feeds, type FeedsInput, FeedsSchema } from '../lambdas/contracts/feed.ts';
import { feedsJsonSchema, optionNames } from './feeds-json-schema.ts';

/** What is wrong with feeds.config.ts, a line per mistake: feed, field, what would be right. */
export class FeedsConfigError extends Error {
  override readonly name = 'FeedsConfigError';
}

/** @throws FeedsConfigError */
export function defineFeeds(input: FeedsInput): Feeds {
  const parsed = FeedsSchema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    (issue) => `  ${describePath(issue.path)}: ${describeIssue(issue)}`,
  );
  throw new FeedsConfigError(`feeds.config.ts is not right:\n${mistakes.join('\n')}`);
}

function describePath(path: readonly PropertyKey[]): string {
  const [root, feed, ...field] = path.map(String);
  if (root !== 'feeds') return root === undefined ? 'the whole file' : path.map(String).join('.');
  return feed === undefined ? 'feeds' : `feed "${feed}"${field.length > 0 ? `, ${field.join('.')}` : ''}`;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(describeUnknown).join('; ');
  if (issue.code === 'invalid_union') return describeUnion(issue);
  return issue.message;
}

function describeUnknown(key: string): string {
  const near = optionNames(feedsJsonSchema()).find(
    (name) => distance(name.toLowerCase(), key.toLowerCase()) <= 2,
  );
  return `there is no option "${key}"${near === undefined ? '' : `; is it "${near}"?`}`;
}

/** A feed's kind decides its schema; for other unions the branch that came closest speaks. */
function describeUnion(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.path.length === 2) return 'states no kind: "people", "events", "objects" or "relationships"';
  const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0]?.[0];
  return closest ? `${closest.path.join('.')} ${describeIssue(closest)}`.trim() : issue.message;
}
