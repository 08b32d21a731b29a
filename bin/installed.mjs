#!/usr/bin/env node
// The command of the package. Where there is no project yet, it can only make one: with any Node.js from 20.19.
import { existsSync } from 'node:fs';

const [command] = process.argv.slice(2);
const isAboutNew = command === 'new' || command === undefined || command.startsWith('-');
if (command === 'new' || (isAboutNew && !existsSync('feeds.config.ts'))) {
  const { newProject } = await import('./new-project.js');
  await newProject(process.argv.slice(2));
} else {
  await import('./require-node-24.mjs');
  await import('./csv-to-customerio.js');
}
