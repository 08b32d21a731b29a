// Reports first rows that look like a header, in files of a feed that states the columns.
import type { Finding } from '../../contracts/report.ts';
import { type Plan, placeOf } from '../plan.ts';
import { remark } from './finding.ts';

export function findHeaderRows({ headerLike = [], parts }: Pick<Plan, 'headerLike' | 'parts'>): Finding[] {
  if (headerLike.length === 0) return [];
  const places = headerLike.map((line) => placeOf({ parts }, line));
  const named = places.map(({ file, line }) =>
    parts.length === 1 ? `Line ${line}` : `Line ${line} of ${file}`,
  );
  const [first = '', ...others] = named;
  const more = others.length === 0 ? '' : ` So do ${others.length} other files.`;
  const message = `${first} looks like a header, and its names are not those of \`file.columns\`. It was read as a row.${more}`;
  const found = remark('header_as_row', message, { rows: headerLike.length });
  return [{ ...found, lines: parts.length === 1 ? [...headerLike] : [] }];
}
