// Loaded before every entry point: says plainly what is missing when Node.js 24 did not install.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `csv-to-customerio runs on Node.js 24 (what AWS Lambda runs), but this is ${process.version}.\n` +
      'Node.js 24 comes as the npm package "node". Its binary is fetched by an install script, so:\n' +
      '  npm ci               (without --ignore-scripts; newer npm: npm install-scripts approve node esbuild)\n' +
      'and start it through npm ("npm start", "npm test"), which puts that Node.js first on PATH.',
  );
  process.exit(1);
}
