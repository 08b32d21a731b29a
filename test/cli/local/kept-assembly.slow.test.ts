import { describe, expect, it } from '@jest/globals';
import { keptAssembly } from '../../../cli/local/kept-assembly.ts';
import { readTemplate } from '../../../local/engine/template.ts';
import { STUB_FEEDS } from '../../lib/stub-pipeline.ts';

const kept = (context: Readonly<Record<string, string>>) =>
  keptAssembly({ feeds: STUB_FEEDS, context, withoutCode: true });

describe('the kept app', () => {
  it('is synthesized once for the same settings, and has the functions of the deployed app', () => {
    const folder = kept({ requestsPerSecond: '7' });
    expect(kept({ requestsPerSecond: '7' })).toBe(folder);
    const { functions } = readTemplate(folder);
    const forward = functions.find(({ environment }) => environment.POWERTOOLS_SERVICE_NAME === 'forward');
    expect(forward?.environment).toMatchObject({ REQUESTS_PER_SECOND: '7' });
  });

  it('is another one if a transform of a feed is another one', () => {
    const folders = ['a', 'b', 'a'].map((code) => {
      const transform = { adds: [], run: { digest: code, code } };
      const all = Object.entries(STUB_FEEDS.feeds).map(([name, feed]) => [name, { ...feed, transform }]);
      const feeds = { ...STUB_FEEDS, feeds: Object.fromEntries(all) };
      return keptAssembly({ feeds, withoutCode: true });
    });
    expect(new Set(folders).size).toBe(2);
    expect(folders[0]).toBe(folders[2]);
  });

  it('says in one line which setting is invalid', () => {
    const invalid = () => kept({ customerIoRegion: 'https://example.com' });
    expect(invalid).toThrow(/^[^\n]*"customerIoRegion"[^\n]*$/);
  });
});
