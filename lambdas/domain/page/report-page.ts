// The report as a page: one file without a script that loads nothing. What happened comes first.
import type { Report } from '../../contracts/report.ts';
import { verdictOf } from '../report/verdict.ts';
import { columnsSection } from './columns.ts';
import {
  deliverySection,
  duplicatesSection,
  eventsSection,
  flowsSection,
  keptBackSection,
  originSection,
  peopleSection,
} from './counts.ts';
import { html, printDocument } from './document.ts';
import { eventTimesSection } from './event-times.ts';
import { findingsSection } from './findings.ts';
import { headlineSection } from './headline.ts';
import { journeysSection } from './journeys.ts';
import { outcomesSection } from './outcomes.ts';
import { rejectsSection } from './rejects.ts';

/** A section returns undefined if the report has nothing for it. */
const SECTIONS = [
  headlineSection,
  outcomesSection,
  rejectsSection,
  keptBackSection,
  findingsSection,
  flowsSection,
  eventTimesSection,
  eventsSection,
  columnsSection,
  peopleSection,
  duplicatesSection,
  journeysSection,
  deliverySection,
  originSection,
] as const;

/** Escapes everything that comes from a file or a person. */
export function renderReport(report: Report): string {
  const title = `${verdictOf(report).label}: ${report.importId}`;
  return printDocument(title, html`<main>${SECTIONS.map((section) => section(report))}</main>`);
}
