/** Small requests from this computer: who sends more, or slowly, is none of ours. */
export const serverOptions = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  // It wakes the program for as long as it runs, whether or not anybody is connected.
  connectionsCheckingInterval: 10_000,
  noDelay: true,
} as const;
