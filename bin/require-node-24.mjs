// Loaded before every entry point: says what to do if Node.js 24 is not installed.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `csv-to-customerio needs Node.js 24, the version of AWS Lambda, but this is ${process.version}.\n` +
      'The npm package "node" contains Node.js 24. An install script downloads it, so do not use --ignore-scripts:\n' +
      '  npm ci               (newer npm: first npm install-scripts approve node esbuild)\n' +
      'Then use npm to start the command ("npm start", "npm test"), because npm puts that Node.js first on PATH.',
  );
  process.exit(1);
}
