// Reads the `console` blocks of a page: a line that begins with `$` is a command, and the lines after it its output.

export interface ConsoleCall {
  /** As the reader types it, without the `$`. */
  readonly command: string;
  readonly output: string;
}

export function consoleCalls(page: string): ConsoleCall[] {
  return [...page.matchAll(/^```console\n(.*?)^```$/gms)].flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((call) => {
        const [command = '', ...lines] = call.split('\n');
        return { command, output: lines.join('\n').trim() };
      }),
  );
}

const IMPORT_ID = /[a-z][a-z0-9-]*-\d{8}T\d{6}-[0-9a-f]{8}/g;

/** Maps the ids of imports in a page to those of the test that runs the page, in the order in which they appear. */
export class ImportNames {
  private readonly real = new Map<string, string>();
  private readonly shown = new Map<string, string>();

  /** Ids at the same position in both texts are the same import. */
  learn(shown: string, real: string): void {
    const reals = real.match(IMPORT_ID) ?? [];
    for (const [index, name] of (shown.match(IMPORT_ID) ?? []).entries()) {
      const found = reals[index];
      if (found === undefined || this.real.has(name) || this.shown.has(found)) continue;
      this.real.set(name, found);
      this.shown.set(found, name);
    }
  }

  toReal(text: string): string {
    return text.replaceAll(IMPORT_ID, (name) => this.real.get(name) ?? name);
  }

  toShown(text: string): string {
    return text.replaceAll(IMPORT_ID, (name) => this.shown.get(name) ?? name);
  }
}

/** Replaces what differs between runs: times, durations, and the width of columns. */
export function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '<time>')
    .replaceAll(/(?<=seconds +)[\d.,]+/g, '<seconds>')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/ $/gm, '')
    .trim();
}
