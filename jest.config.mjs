const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['node', 'source'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^hercules-connect/driver-kit$': '<rootDir>/libs/driver-kit/src/index.ts',
    '^hercules-connect/driver-kit/conformance$': '<rootDir>/libs/conformance/src/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

/**
 * The sizes of tests by file name: no I/O, HTTP edge, this machine's kernel, the lab's kernel (test/lab), the built
 * program as its user runs it.
 */
export default {
  workerIdleMemoryLimit: '512MB',
  // A kernel that takes a namespace of thousands of links apart lets nobody else at its lock for seconds.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,test,examples}/**/*.spec.ts'],
    },
    { ...base, displayName: 'http', testMatch: ['<rootDir>/{apps,libs}/**/*.http-spec.ts'] },
    {
      ...base,
      displayName: 'kernel',
      testMatch: ['<rootDir>/{apps,libs,test,examples}/**/*.kernel-spec.ts'],
    },
    {
      ...base,
      displayName: 'lab',
      testMatch: ['<rootDir>/{apps,libs,test,examples}/**/*.lab-spec.ts'],
    },
    {
      ...base,
      displayName: 'acceptance',
      testMatch: ['<rootDir>/test/acceptance/**/*.acceptance-spec.ts'],
    },
  ],
};
