/** Gives the keychain helper, forked under plain Node, the port that Electron gives it. */
Object.assign(process, {
  parentPort: {
    on: (_event: 'message', listener: (message: { readonly data: unknown }) => void) =>
      process.on('message', (data) => listener({ data })),
    postMessage: (message: unknown) => process.send?.(message),
  },
});

await import('../../../electron/keychain/keytar-helper.ts');

export {};
