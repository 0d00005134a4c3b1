import { defineConfig } from "@playwright/test";

/** What happened and what was said, without a film of it: filming four people takes more of a processor than their class. */
const trace = { mode: "retain-on-failure", screenshots: false, snapshots: false, sources: false } as const;

export default defineConfig({
  testDir: ".",
  outputDir: "../target/end2end/results",
  // A processor core for each. What measures runs alone, whatever stands here (support/measured.ts).
  workers: 2,
  fullyParallel: true,
  timeout: 8 * 60_000,
  // A second try is reported as flaky. What has a bar to meet has none (class.spec.ts).
  retries: 1,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { trace, actionTimeout: 15_000, navigationTimeout: 30_000 },
});
