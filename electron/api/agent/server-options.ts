/** Small requests from this computer: who sends more, or slowly, is none of ours. */
export const serverOptions = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  // Looking for slow requests wakes the program for as long as it runs, connected or not. Meanwhile
  // `keepRoom` has them make room for others, and only this user comes to the socket.
  connectionsCheckingInterval: 300_000,
  noDelay: true,
} as const;
