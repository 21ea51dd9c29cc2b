import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** The layers: a folder may import only the libraries listed for it. Dependencies point down. */
const mayImport = {
  'libs/contract': [],
  'libs/drivers': ['contract'],
  'libs/engine': ['contract', 'drivers'],
  'libs/bridge': ['contract', 'drivers'],
  'libs/bond': ['contract', 'drivers'],
  'libs/direct': ['contract', 'drivers'],
  'libs/vlan': ['contract', 'drivers'],
  'libs/vrf': ['contract', 'drivers'],
  'libs/vxlan': ['contract', 'drivers'],
  'libs/driver-kit': ['contract', 'drivers'],
  'libs/conformance': ['contract', 'drivers', 'engine'],
  'libs/catalog': ['drivers', 'bond', 'bridge', 'direct', 'ipsec', 'vlan', 'vrf', 'vxlan'],
  'libs/protocol': ['contract', 'drivers'],
  'libs/ipsec': ['contract', 'drivers'],
  'libs/vici': [],
  'libs/charon': ['contract', 'drivers', 'engine', 'protocol', 'vici'],
  'libs/netlink': ['contract', 'drivers', 'engine'],
  'libs/flow': ['contract', 'drivers'],
  'libs/lldp': ['drivers'],
  'libs/usage': ['contract'],
  'libs/billing': ['contract', 'usage'],
  'libs/log': [],
  'libs/siem': [],
  'libs/trace': [],
  'libs/nft': ['drivers', 'engine'],
  'libs/store': ['contract', 'drivers', 'engine', 'protocol', 'usage'],
};
const libraries = Object.keys(mayImport).map((folder) => folder.split('/')[1]);

const layers = Object.entries(mayImport).map(([folder, allowed]) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^#(${libraries.filter((name) => !allowed.includes(name)).join('|')})$`,
            message: `${folder} may import only: ${allowed.join(', ') || 'nothing of ours'}.`,
          },
          {
            regex: '^(@nestjs/|class-|prom-client|reflect-metadata)',
            message: 'Nest, class-* and prom-client live in apps/controller only.',
          },
          { regex: '^#apps/', message: 'Libraries do not know the apps.' },
          {
            regex: '^(\\.\\./)+(\\.\\./|apps|libs|[a-z-]+/src)',
            message: 'Cross a library border only by its #name.',
          },
        ],
      },
    ],
  },
}));

export default defineConfig(
  { ignores: ['**/dist', 'coverage', '**/*.mjs'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['warn', 12],
    },
  },
  ...layers,
  {
    files: ['**/*spec.ts', '**/test/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/require-await': 'off',
      'jest/expect-expect': ['warn', { assertFunctionNames: ['expect', 'expect*'] }],
      'jest/no-standalone-expect': 'off',
    },
  },
  prettier,
);
