import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../target/end2end/results",
  // The tests share one server and two processor cores.
  workers: 1,
  timeout: 8 * 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { trace: "retain-on-failure", actionTimeout: 15_000, navigationTimeout: 30_000 },
});
