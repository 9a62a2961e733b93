import { AppError } from '../../diagnostics/errors.ts';
import type { Handlers } from './index.ts';

const notBuilt = (): never => {
  throw new AppError('internal');
};

/** Stands in until the domain services are wired in `main.ts`: an empty list, and refusals. */
export const placeholderHandlers = (): Handlers => ({
  app: {
    snapshot: () => ({
      revision: 1,
      keychain: { status: 'checking', error: null },
      storage: { error: null, readOnly: false },
      connections: [],
      operations: [],
      clipboard: null,
    }),
    info: () => ({
      version: '0.0.0',
      electronVersion: process.versions.electron ?? '',
      expectedElectronVersion: '',
      evaluationRuntime: true,
      platform: 'other',
    }),
    openLink: notBuilt,
  },
  providers: { list: () => [] },
  connections: {
    connect: notBuilt,
    reconnect: notBuilt,
    refresh: notBuilt,
    verify: notBuilt,
    rename: notBuilt,
    disconnect: notBuilt,
  },
  operations: {
    answer: notBuilt,
    cancel: notBuilt,
    dismiss: notBuilt,
    openBrowser: notBuilt,
    copyUrl: notBuilt,
    submitRedirect: notBuilt,
  },
  credentials: { copy: notBuilt, reveal: notBuilt, clearClipboard: () => {} },
  keychain: { check: () => {} },
});
