import { basename } from 'node:path';
import type { CSSOptions } from 'vite';

/** Names of classes that two builds agree on: the window's, and that of its first frame. */
export const rendererStyles: CSSOptions = {
  modules: {
    generateScopedName: (name, file) => `${basename(file).split('.')[0]}_${name}`,
  },
};
