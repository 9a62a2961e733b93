/** What the consumers are called that Stowkey makes by itself. */
export const consumerWords = { commandLine: 'Command line' } as const;
