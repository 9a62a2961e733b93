import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the renderer alone, as electron.vite.config.ts does, for the harness. */
export default defineConfig({
  root: new URL('../../../renderer', import.meta.url).pathname,
  plugins: [react()],
  logLevel: 'warn',
  build: {
    target: 'chrome130',
    outDir: new URL('../../../test-output/ui-renderer', import.meta.url).pathname,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
