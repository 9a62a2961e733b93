import type { CopyFormat } from '../../shared/copy-formats.ts';

/**
 * What people chose to copy as, the last first: for all accounts alike, for who copies keys for a
 * tool does so for each account. Gone with the window.
 */
export type LastFormats = {
  readonly get: () => readonly CopyFormat[];
  readonly note: (format: CopyFormat) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export const createLastFormats = (): LastFormats => {
  let formats: readonly CopyFormat[] = [];
  const listeners = new Set<() => void>();
  return {
    get: () => formats,
    note: (format) => {
      formats = [format, ...formats.filter((each) => each !== format)];
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
