// The links and headings of a Markdown page, as GitHub shows them.

export interface Heading {
  readonly level: number;
  /** The text after the `#`, with its markup. */
  readonly title: string;
  /** What a link to it has after the `#`. */
  readonly anchor: string;
}

export function headingsOf(page: string): readonly Heading[] {
  const times = new Map<string, number>();
  return [...withoutCode(page).matchAll(/^(#{1,6}) +(.*?) *$/gm)].map(([, marks = '', title = '']) => {
    const slug = slugOf(title);
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    return { level: marks.length, title, anchor: before === 0 ? slug : `${slug}-${before}` };
  });
}

/** Targets of the page's links and images, other than addresses of the web. */
export function relativeLinksOf(page: string): readonly string[] {
  const text = withoutCode(page).replaceAll(/`[^`\n]*`/g, '``');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function withoutCode(page: string): string {
  return page.replaceAll(/^ *(`{3,})[^\n]*\n.*?^ *\1 *$/gms, '');
}

/** GitHub's rule: lower case, no punctuation but dashes and underscores, a dash for each space. */
function slugOf(title: string): string {
  const plain = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return plain
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}
