// Checks the arguments that commands on a file share, and ends the command with one line on stderr if one is wrong.
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import { EXIT } from './exit-code.ts';

/** Ends the command if there is no such file. */
export function fileOrEnd(file: string, command: Command): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  command.error(`There is no file ${file}. Check the path.`, { exitCode: EXIT.failed });
}

/** Ends the command if there is no such file, or no such feed in this clone. */
export function fileAndFeedOrEnd(file: string, feed: string, command: Command): void {
  fileOrEnd(file, command);
  if (Object.hasOwn(feeds.feeds, feed)) return;
  const known = Object.keys(feeds.feeds).join(', ');
  command.error(`feeds.config.ts has no feed "${feed}". It has: ${known}.`, { exitCode: EXIT.failed });
}
