/** The arrows of ARCHITECTURE.md: each rule is one arrow that must not exist, and its comment says what to do instead. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { path: '^(apps|packages|prisma-free-db|e2e)/', pathNot: [from, ...allowed] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    only(
      'kernel-stands-alone',
      '^packages/kernel/',
      [],
      'kernel reads the machine and knows nothing of the product: pass what it needs as an argument.',
    ),
    only(
      'tunables-stand-alone',
      '^packages/tunables/',
      [],
      'tunables is a pure catalogue: move what you need from elsewhere into the caller.',
    ),
    only(
      'metrics-see-kernel-types',
      '^packages/metrics/',
      ['^packages/kernel/src/types\\.ts$'],
      'metrics may import only types of kernel (packages/kernel/src/types.ts).',
    ),
    only(
      'advisor-reads-catalogues',
      '^packages/advisor/',
      ['^packages/(metrics|tunables)/'],
      'advisor is pure: give it samples through its window, not readers or stores.',
    ),
    only(
      'protocol-reads-catalogues',
      '^packages/protocol/',
      ['^packages/(metrics|tunables)/', '^packages/advisor/src/types\\.ts$'],
      'protocol declares messages: it may name the catalogues and the shape of advice only.',
    ),
    only(
      'store-sees-protocol',
      '^prisma-free-db/',
      ['^packages/protocol/'],
      'the store keeps what protocol declares: derive elsewhere.',
    ),
    only(
      'lab-stands-alone',
      '^packages/lab/(?!src/(bench/advisor|report/write)\\.ts)',
      [],
      'lab drives the product from outside, by its processes and its API; only the bench of the rules and the lab report know them.',
    ),
    only(
      'agent-arrows',
      '^apps/agent/',
      ['^packages/(kernel|metrics|tunables|protocol)/'],
      'the agent reads, streams and applies: judging belongs to the server, storing to prisma-free-db.',
    ),
    only(
      'server-never-reads-the-kernel',
      '^apps/web/server/',
      ['^packages/(metrics|tunables|protocol|advisor)/', '^prisma-free-db/'],
      'only an agent reads the kernel: ask it with a message.',
    ),
    only(
      'pages-are-browser-safe',
      '^apps/web/src/',
      ['^apps/web/messages/', '^packages/(metrics|tunables|protocol|advisor)/'],
      'pages may import metrics, tunables, protocol, calculators and types of advisor.',
    ),
    {
      name: 'pages-take-advisor-types-only',
      severity: 'error',
      comment:
        'rules run on the server: import type { … } from @netstrata/advisor, and receive advice by message. Calculators come from @netstrata/advisor/calculators, the order of advice from @netstrata/advisor/urgency.',
      from: { path: '^apps/web/src/' },
      // What-ifs are pure and small: they answer while somebody types, without a question to the server. The order of advice is one for both.
      to: {
        path: '^packages/advisor/',
        pathNot: '^packages/advisor/src/(calculators/index|urgency)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'catalogues-import-kernel-types-only',
      severity: 'error',
      comment: 'metrics runs in a browser: import type { … } from @netstrata/kernel/types.',
      from: { path: '^packages/metrics/' },
      to: { path: '^packages/kernel/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-in-the-browser',
      severity: 'error',
      comment: 'pages and pure packages run in a browser: move code that needs node: to apps/web/server or apps/agent.',
      from: {
        path: '^(apps/web/src|packages/(metrics|tunables|advisor|protocol))/',
        pathNot: ['\\.test\\.ts$', '^packages/protocol/src/handshake/'],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'handshake-is-for-node',
      severity: 'error',
      comment: 'agent and server prove themselves with node:crypto: pages and the rest of protocol do without.',
      from: { path: '^(apps/web/src/|packages/)', pathNot: ['\\.test\\.ts$', '^packages/protocol/src/handshake/'] },
      to: { path: '^packages/protocol/src/handshake/' },
    },
    {
      name: 'no-child-process-in-the-agent',
      severity: 'error',
      comment: 'the agent starts no child process: read the kernel by procfs or netlink.',
      from: { path: '^(apps/agent|packages/kernel)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(node:)?(child_process|cluster)$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'two files that need each other are one unit, or a third is missing.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|dist|.*\\.(test|spec)\\.tsx?$|node_modules/(?!@netstrata))' },
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
