// Builders: the profile of a file from what a test cares about, and the findings in it.

import type { Finding } from '../../../../lambdas/contracts/report.ts';
import { detect } from '../../../../lambdas/domain/findings/detect.ts';
import type { DetectContext, StatedRule } from '../../../../lambdas/domain/findings/profiled-column.ts';
import { DETECTORS, type DetectorCode } from '../../../../lambdas/domain/findings/table.ts';
import type { ChunkProfile } from '../../../../lambdas/domain/profile/chunk-profile.ts';
import { createProfiler } from '../../../../lambdas/domain/profile/profiler.ts';

/** 2025-11-03T14:37:00Z: not a full hour, and not close to one. */
export const ARRIVAL = Date.UTC(2025, 10, 3, 14, 37) / 1000;
export const HOUR = 3_600;

export interface FileEvent {
  readonly name?: string;
  readonly seconds: number;
  readonly note?: 'dst_gap' | 'dst_overlap';
  readonly column?: string;
}

export interface AFile {
  readonly header?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  readonly events?: readonly FileEvent[];
  readonly identities?: readonly { id?: string; email?: string; phone?: string }[];
  readonly timezone?: string;
  /** When the file arrives, in Unix seconds; ARRIVAL by default. */
  readonly arrival?: number;
  readonly rules?: Readonly<Record<string, StatedRule>>;
  readonly ages?: DetectContext['ages'];
}

/** Rows, events and identities each start on line 2. */
export function profileOf(file: AFile): ChunkProfile {
  const { header = [], rows = [], events = [], identities = [], timezone, arrival = ARRIVAL } = file;
  const profiler = createProfiler(header, { nowSeconds: arrival, timezone });
  for (const [n, cells] of rows.entries()) profiler.row(n + 2, cells);
  for (const [n, { name = 'order_placed', seconds, note, column }] of events.entries())
    profiler.event(n + 2, { name, seconds, note, column });
  for (const [n, identity] of identities.entries()) profiler.identity(n + 2, identity);
  return profiler.finish().profile;
}

export function findingsIn(file: AFile): Finding[] {
  const { header = [], arrival: nowSeconds = ARRIVAL, rules = {}, ages } = file;
  const context = { header, nowSeconds, rules, ...(ages ? { ages } : {}) };
  return detect(profileOf(file), context);
}

export interface AColumn {
  readonly name?: string;
  readonly cells: readonly string[];
  readonly rule?: StatedRule;
  /** The times of events are in it. */
  readonly isEventTime?: boolean;
}

/** The findings of a file of one column. */
export function findingsInColumn({
  name = 'value',
  cells,
  rule = {},
  isEventTime = false,
}: AColumn): Finding[] {
  return findingsIn({
    header: [name],
    rows: cells.map((cell) => [cell]),
    rules: { [name]: rule },
    events: isEventTime ? cells.map((_, n) => ({ seconds: ARRIVAL - 60 - n, column: name })) : [],
  });
}

/** `count` texts, made from the numbers from 0. */
export function times(count: number, make: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** What a message says was found. The rest of it is what to do, as the table says. */
export function evidenceOf({ code, message }: Finding): string {
  const { fix } = DETECTORS[code as DetectorCode];
  if (!message.endsWith(` ${fix}`)) throw new Error(`${code} does not say what to do: ${message}`);
  return message.slice(0, -fix.length - 1);
}

export function codes(findings: readonly Finding[]): string[] {
  return findings.map(({ code }) => code);
}
