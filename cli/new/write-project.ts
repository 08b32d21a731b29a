// Writes a new project into a folder of its own.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SOURCES } from '../../lib/project.ts';
import type { DraftedFeeds } from './draft-feeds.ts';
import { presetNamed } from './presets.ts';
import { printConfig } from './print-config.ts';
import { type NewProject, projectFiles, type Versions } from './project-files.ts';

/**
 * @returns the paths of its files.
 * @throws Error if the folder has files already.
 */
export function writeProject(project: NewProject, feeds: DraftedFeeds, versions: Versions): string[] {
  const folder = resolve(project.name);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(
      `The folder ${folder} has files already, so nothing is written. Choose another name, or delete the folder.`,
    );
  const files = { ...projectFiles(project, versions), 'feeds.config.ts': printConfig(feeds) };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const { name, preset } of feeds.entries)
    cpSync(join(SOURCES, 'samples', presetNamed(preset).file), join(folder, 'samples', name), {
      recursive: true,
    });
  const written = readdirSync(folder, { recursive: true, withFileTypes: true });
  return written.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}
