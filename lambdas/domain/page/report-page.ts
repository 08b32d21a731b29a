// The report as a page, for people: one file, no script, nothing loaded from anywhere. What happened comes first.
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
import { outcomesSection } from './outcomes.ts';
import { rejectsSection } from './rejects.ts';

/** A section that has nothing to say is not there. */
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
  deliverySection,
  originSection,
] as const;

/** Everything that comes from a file or a person is escaped. */
export function renderReport(report: Report): string {
  const title = `${verdictOf(report).label} · ${report.importId}`;
  return printDocument(title, html`<main>${SECTIONS.map((section) => section(report))}</main>`);
}
