// The `console` blocks of a page: each line that begins with `$` is a command, what follows is what it prints.

export interface ConsoleCall {
  /** As a person types it, without the `$`. */
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

/** What a page calls an import, and what the test that runs the page does: learnt as they appear. */
export class ImportNames {
  private readonly real = new Map<string, string>();
  private readonly shown = new Map<string, string>();

  /** Imports that appear in the same places of both texts are the same. */
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

/** What differs from run to run, made the same: times, durations, and the room that they take. */
export function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '<time>')
    .replaceAll(/(?<=seconds +)[\d.,]+/g, '<seconds>')
    .replaceAll(/ +/g, ' ')
    .replaceAll(/ $/gm, '')
    .trim();
}
