// The files of a new project, besides its feeds and samples.
import { prettyJson } from '../../lambdas/contracts/format.ts';

export interface NewProject {
  /** Name of the npm package and of the stack. */
  readonly name: string;
  readonly region: 'us' | 'eu';
}

/** The versions that this package is tested with. */
export interface Versions {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** @returns the text of each file, by its path. */
export function projectFiles(project: NewProject, versions: Versions): Readonly<Record<string, string>> {
  return {
    'package.json': packageJson(project, versions),
    'cdk.json': prettyJson({
      app: 'npx --no -- node app.ts',
      context: { stackName: project.name, customerIoRegion: project.region },
    }),
    'tsconfig.json': prettyJson(TSCONFIG),
    'app.ts': APP,
    '.gitignore': 'node_modules/\n.local/\ncdk.out/\n.env\n',
    '.github/workflows/check.yml': WORKFLOW,
    'README.md': readme(project),
  };
}

function packageJson({ name }: NewProject, { version, peerDependencies, devDependencies }: Versions): string {
  const tool = (dependency: string) => ({ [dependency]: devDependencies[dependency] ?? '*' });
  return prettyJson({
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts: {
      start: 'csv-to-customerio start',
      check: 'tsc && csv-to-customerio feeds',
      cli: 'csv-to-customerio',
      import: 'csv-to-customerio import',
      synth: 'cdk synth --quiet',
      deploy: 'cdk deploy',
    },
    // Newer npm runs install scripts only of packages that are named here. Node.js 24 and esbuild need theirs.
    allowScripts: { node: true, esbuild: true, 'classic-level': true },
    dependencies: { ...peerDependencies, 'csv-to-customerio': `^${version}` },
    devDependencies: {
      ...{ ...tool('@types/node'), ...tool('aws-cdk') },
      ...{ ...tool('node'), ...tool('typescript') },
    },
  });
}

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2024',
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  },
  include: ['*.ts'],
};

const APP = `// What \`npx cdk deploy\` deploys. Its settings are the context of cdk.json.
import { csvToCustomerIoApp } from 'csv-to-customerio';
import { feeds } from './feeds.config.ts';

csvToCustomerIoApp({ feeds }).app.synth();
`;

const WORKFLOW = `name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npm run check
      - run: npm start
      - run: npm run synth
`;

function readme({ name }: NewProject): string {
  return `# ${name}

Files that are dropped into a bucket reach Customer.io: every row once, or rejected with a reason.

\`\`\`
npm install
npm start             # imports samples/ on this machine, without AWS
npm run check         # types and feeds
\`\`\`

- \`feeds.config.ts\` says how files are read. To draft a feed for a file of your own: \`npm run cli -- init FILE\`.
- \`samples/<feed>/\` has the files that \`npm start\` imports. Replace them with files like yours.
- \`npm run import -- FILE --feed FEED\` imports a file on this machine. \`npm run cli -- check FILE --feed FEED\` only reads it.
- \`npm run cli -- journeys\` says which journeys in Customer.io the feeds suffice for.

## Deploy

\`\`\`
npm run deploy
npm run cli -- secrets
npm run cli -- put FILE --feed FEED --dry-run --follow
\`\`\`

The settings of the stack are in \`cdk.json\`; \`customerIoRegion\` must be the region of your Customer.io account. The documentation is in \`node_modules/csv-to-customerio/docs/\`. To upgrade: \`npm update csv-to-customerio && npm run check && npm run deploy\`.
`;
}
