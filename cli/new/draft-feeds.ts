// Drafts the feeds of a new project: the chosen presets, and what the chosen journeys need in addition.
import { type Feeds, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import type { Addition } from '../../lambdas/domain/journeys/addition.ts';
import { JOURNEYS } from '../../lambdas/domain/journeys/all.ts';
import {
  examineJourney,
  type JourneyFound,
  openNeeds,
} from '../../lambdas/domain/journeys/examine-journey.ts';
import { PRESETS, type PresetName, presetNamed } from './presets.ts';

/** A feed that is a preset, with options that replace or extend those of the preset. */
export interface DraftedEntry {
  readonly name: string;
  readonly preset: PresetName;
  readonly options: readonly DraftedOption[];
}

export interface DraftedOption {
  readonly option: string;
  readonly value: unknown;
  /** Whether `value` is added to the entries that the preset has in this option. */
  readonly extends: boolean;
}

export interface DraftedFeeds {
  readonly entries: readonly DraftedEntry[];
  readonly journeys: readonly JourneyFound[];
}

/** What one addition makes necessary is found in the next round: a new feed may need an option. */
const ROUNDS = 5;

/** @param journeys names of journeys. What only the files can show is left open. */
export function draftFeeds(presets: readonly PresetName[], journeys: readonly string[]): DraftedFeeds {
  const wanted = JOURNEYS.filter(({ name }) => journeys.includes(name));
  let entries: readonly DraftedEntry[] = presets.map((preset) => ({
    name: presetNamed(preset).file,
    preset,
    options: [],
  }));
  const examined = () => wanted.map((journey) => examineJourney(journey, feedsOf(entries)));
  for (let round = 0; round < ROUNDS; round += 1) {
    const additions = examined()
      .flatMap(openNeeds)
      .filter(({ state }) => state === 'lacks')
      .flatMap(({ add }) => add);
    entries = additions.reduce(withAddition, entries);
  }
  return { entries: inOrder(entries), journeys: examined() };
}

function withAddition(entries: readonly DraftedEntry[], addition: Addition): readonly DraftedEntry[] {
  if ('preset' in addition) {
    if (entries.some(({ name }) => name === addition.feed)) return entries;
    return [...entries, { name: addition.feed, preset: addition.preset, options: [] }];
  }
  return entries.map((entry) => (entry.name === addition.feed ? withOption(entry, addition) : entry));
}

function withOption(
  entry: DraftedEntry,
  { path, value }: Extract<Addition, { readonly path: readonly string[] }>,
): DraftedEntry {
  const [option = '', part, ...deeper] = path;
  const before = entry.options.find((one) => one.option === option);
  if (part === undefined) return replaced(entry, { option, value, extends: false });
  const inner = deeper.reduceRight<unknown>((nested, name) => ({ [name]: nested }), value);
  const parts = { ...(before?.value as object | undefined), [part]: inner };
  return replaced(entry, { option, value: parts, extends: before?.extends ?? true });
}

function replaced(entry: DraftedEntry, drafted: DraftedOption): DraftedEntry {
  const others = entry.options.filter(({ option }) => option !== drafted.option);
  return { ...entry, options: [...others, drafted] };
}

/** The feeds as the printed file defines them. */
export function feedsOf(entries: readonly DraftedEntry[]): Feeds {
  const feeds = entries.map(({ name, preset, options }) => {
    const feed: Readonly<Record<string, unknown>> = { ...presetNamed(preset).feed };
    const own = options.map(({ option, value, extends: isPart }) => [
      option,
      isPart ? { ...(feed[option] as object | undefined), ...(value as object) } : value,
    ]);
    return [name, { ...feed, ...Object.fromEntries(own) }];
  });
  return FeedsSchema.parse({ workspace: 'main', feeds: Object.fromEntries(feeds) });
}

function inOrder(entries: readonly DraftedEntry[]): DraftedEntry[] {
  const place = ({ preset }: DraftedEntry) => PRESETS.findIndex(({ name }) => name === preset);
  return entries.toSorted((a, b) => place(a) - place(b));
}
