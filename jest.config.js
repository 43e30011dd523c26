// Node 20 reads these certificates whenever it starts, which takes longer than all else; the tests start it thousands of
// times and need none.
delete process.env.NODE_EXTRA_CA_CERTS;

/** Tests are compiled by tsc into build-ts/ and run there as the ES modules that they are. */
export default {
  rootDir: ".",
  testMatch: ["<rootDir>/build-ts/test/**/*.test.js"],
  testEnvironment: "node",
  transform: {},
  moduleNameMapper: {
    "^berkeley$": "<rootDir>/dist/index.js",
    "^berkeley/memory$": "<rootDir>/dist/memory/index.js",
    "^berkeley/(.*)$": "<rootDir>/dist/$1.js",
  },
  // Most of the time goes into starting programs: one test file a processor.
  maxWorkers: "100%",
  testTimeout: 60_000,
};
