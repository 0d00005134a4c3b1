// Stands in for what the media client encrypts from end to end with, which no room of ours asks for (build.mjs).
export class E2EEManager {
  constructor() {
    throw new Error("this page encrypts nothing from end to end");
  }
}
