// All findings of Review: those of the detectors, which leave out what the feed states, and those about people.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Finding } from '../../contracts/report.ts';
import { type Plan, placeOf, type ShownPlan } from '../plan.ts';
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { sendsProperties, unnamedIdentifiers } from '../rows/header.ts';
import { pickTimeColumns, reservedColumns } from '../rows/reserved-columns.ts';
import { findConsents } from './consents.ts';
import { detect } from './detect.ts';
import type { Fragmentation } from './fragmentation.ts';
import { findHeaderRows } from './header-rows.ts';
import { findLongValues } from './long-values.ts';
import { findUnnamedIdentifiers, fragmentationFindings } from './people.ts';
import { profiledColumns, type StatedRule } from './profiled-column.ts';
import { findUnusedActions } from './unused-actions.ts';

/** The report stays short even if each of 1,000 columns has a finding. */
const MOST_FINDINGS = 100;

/** Warnings come first. Lines are those of the dropped file, or of its parts. */
export function findAll(
  profile: ChunkProfile,
  fragmentation: Fragmentation,
  plan: Pick<Plan, 'header' | 'nowSeconds' | 'parts' | 'headerLike'> & Partial<Pick<ShownPlan, 'names'>>,
  feed: Feed,
): Finding[] {
  const { header, names = header, nowSeconds } = plan;
  const context = {
    header,
    names,
    nowSeconds,
    rules: statedRules(feed, header),
    ...(feed.kind === 'events' ? { ages: feed } : {}),
  };
  const columns = profiledColumns(profile, context);
  const detected = [
    ...findConsents(columns, feed),
    ...findUnusedActions(columns, feed),
    ...detect(profile, context),
  ];
  const warnings = detected.filter(({ severity }) => severity === 'warning');
  const notices = detected.filter(({ severity }) => severity === 'notice');
  const fragmented = fragmentationFindings(fragmentation, profile, (lines) => placesOf(lines, plan));
  const unnamed = findUnnamedIdentifiers(unnamedIdentifiers(feed, header));
  const long = findLongValues(profile, feed, header);
  const all = [...findHeaderRows(plan), ...warnings, ...fragmented, ...unnamed, ...long, ...notices].slice(
    0,
    MOST_FINDINGS,
  );
  return plan.parts.length === 1 ? all : all.map((found) => placed(found, fragmented.includes(found), plan));
}

/** Lines are numbered through all files of an import. If there are several, the message names file and line instead. */
function placed(found: Finding, isPlaced: boolean, plan: Pick<Plan, 'parts'>): Finding {
  const places = isPlaced || found.lines.length === 0 ? '' : ` First on ${placesOf(found.lines, plan)}.`;
  return { ...found, message: `${found.message}${places}`, lines: [] };
}

function placesOf(lines: readonly number[], plan: Pick<Plan, 'parts'>): string {
  if (plan.parts.length === 1) return `lines ${lines.join(', ')}`;
  return lines
    .map((line) => placeOf(plan, line))
    .map(({ file, line }) => `line ${line} of ${file}`)
    .join(', ');
}

/** What the feed states about each column. The column with the time of the rows has the type `datetime`. */
function statedRules(feed: Feed, header: readonly string[]): Record<string, StatedRule> {
  const rule = timeRule(feed);
  const times = rule ? pickTimeColumns(rule, header) : [];
  const format = rule?.format;
  const reserved = reservedColumns(feed, header);
  const identifying = new Set(identifyingColumns(feed));
  const sendsUnnamed = sendsProperties(feed) && feed.unmapped === 'keep';
  return Object.fromEntries(
    header.map((column) => {
      const stated = Object.hasOwn(feed.columns, column) ? feed.columns[column] : undefined;
      const nullTokens = [...feed.nullTokens, ...(stated?.nullTokens ?? [])];
      const unsent = stated === undefined && (!sendsUnnamed || reserved.has(column));
      return [
        column,
        {
          ...stated,
          // Texts that the feed names have a meaning of their own.
          ...(stated?.values && !stated.type ? { type: 'string' } : {}),
          ...(times[0] === column ? { type: times[1] === undefined ? 'datetime' : 'date', format } : {}),
          ...(times[1] === column ? { type: 'string' } : {}),
          nullTokens,
          unsent,
          identifies: identifying.has(column),
        },
      ];
    }),
  );
}

/** Which column has the time of each row, if the feed names one. */
function timeRule(feed: Feed) {
  if (feed.kind === 'events') return feed.time;
  return feed.kind === 'people' ? feed.updatedAt : undefined;
}

function identifyingColumns(feed: Feed): readonly string[] {
  const ofPeople = 'identifiers' in feed ? feed.identifiers.flatMap(({ columns }) => columns) : [];
  const merged = 'from' in feed ? (feed.from ?? []).flatMap(({ columns }) => columns) : [];
  const all = [...ofPeople, ...merged];
  return 'objectId' in feed ? [...all, feed.objectId.column] : all;
}
