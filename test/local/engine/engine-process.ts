// An engine in its own process, which a test kills: `node engine-process.ts <assembly> <store>`.
import { startEmbeddedCloud } from '../../../local/engine/embedded-cloud.ts';

const [, , assembly = '', store = ''] = process.argv;
const cloud = await startEmbeddedCloud({
  assembly,
  store,
  onProgress: ({ kind }) => process.send?.({ kind }),
});
process.send?.({ dropped: await cloud.putFile('people', 'hold.csv', 'ada\ngrace') });
