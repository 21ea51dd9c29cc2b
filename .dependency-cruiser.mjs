const drivers = '(bond|bridge|direct|vxlan|vlan|vrf|ipsec)';

/** The layer rule on resolved files; the import table for editors stands in eslint.config.mjs. */
/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-do-not-know-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'libs-free-of-nest',
      severity: 'error',
      from: { path: '^(libs|apps/agent|apps/cli)/' },
      to: { path: 'node_modules/(@nestjs|prom-client|class-validator|class-transformer)/' },
    },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: `^libs/(contract|drivers|engine|${drivers})/src`, pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^(node:)?(fs|fs/promises|net|http|https|child_process|dgram|tls|worker_threads)$',
      },
    },
    {
      name: 'core-points-down',
      severity: 'error',
      from: { path: '^libs/(contract|drivers|engine)/' },
      to: { path: `^libs/(netlink|nft|store|vici|charon|log|siem|trace|${drivers})/` },
    },
    {
      name: 'contract-is-the-floor',
      severity: 'error',
      from: { path: '^libs/contract/' },
      to: { path: '^libs/(?!contract/)' },
    },
    {
      name: 'drivers-below-engine',
      severity: 'error',
      from: { path: '^libs/drivers/' },
      to: { path: '^libs/engine/' },
    },
    {
      name: 'kinds-independent',
      severity: 'error',
      from: { path: `^libs/${drivers}/` },
      to: {
        path: `^libs/(${drivers}|netlink|nft|store|vici|charon|log|siem|engine)/`,
        pathNot: '^libs/$1/',
      },
    },
    {
      name: 'adapters-independent',
      severity: 'error',
      from: { path: '^libs/(netlink|nft|store|flow|lldp|vici|charon|log|siem)/' },
      // How to speak with the daemon stands below who keeps it.
      to: {
        path: '^libs/(netlink|nft|store|flow|lldp|vici|charon|log|siem)/',
        pathNot: '^libs/($1|vici)/',
      },
    },
    {
      name: 'apps-keep-their-inside',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/[^/]+/src/(?!index\\.ts$)', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-deep-imports',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'apps-enter-libs-by-the-door',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules|^dist' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
