import { defineConfig } from "@playwright/test";

/** What happened and what was said, without a film of it: filming four people takes more of a processor than their class. */
const trace = { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false } as const;

export default defineConfig({
  testDir: ".",
  outputDir: "../target/end2end/results",
  // The tests share one server and two processor cores.
  workers: 1,
  timeout: 8 * 60_000,
  // Real speech through real browsers on few cores: what fails once is tried once more, and reported as flaky.
  retries: 1,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { trace, actionTimeout: 15_000, navigationTimeout: 30_000 },
});
