import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import manifest from './package.json' with { type: 'json' };
import { checkTemplates } from './scripts/check-templates.ts';
import { compileMessages } from './scripts/compile-messages.ts';
import { firstFrame } from './scripts/first-frame-plugin.ts';
import { rendererStyles } from './scripts/renderer-styles.ts';

/** Constants the build knows and the running program cannot: the runtime it was made for. */
const define = {
  __APP_VERSION__: JSON.stringify(manifest.version),
  __PROJECT_PAGE__: JSON.stringify(manifest.homepage),
  __EXPECTED_ELECTRON__: JSON.stringify(manifest.devDependencies.electron),
};

/**
 * V8 keeps a script with one letter beyond Latin-1 at two bytes a letter, all of it. Comments are kept as
 * well; the licences stand in a file of their own.
 */
const compact = { charset: 'ascii', comments: false } as const;

/** What got into each bundle, with its licence; `npm run package` makes one file of the three. */
const license = { fileName: 'licenses.json' };

export default defineConfig({
  main: {
    define,
    plugins: [checkTemplates(), compileMessages()],
    resolve: {
      alias: {
        '@modelcontextprotocol/server/_shims': resolve('electron/cli/mcp/sdk-shims.ts'),
      },
    },
    build: {
      target: 'node20.18',
      outDir: 'out/main',
      license,
      // keytar is native code and stays outside the bundle; everything else is bundled so that
      // the package ships exactly one runtime dependency.
      externalizeDeps: { include: ['keytar'], exclude: [] },
      rollupOptions: {
        input: 'electron/main.ts',
        external: ['keytar'],
        output: { ...compact, format: 'cjs', entryFileNames: 'main.cjs' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      outDir: 'out/preload',
      license,
      // A sandboxed preload can require only `electron`, so it must be one self-contained file.
      externalizeDeps: false,
      isolatedEntries: true,
      rollupOptions: {
        input: 'electron/preload/bridge.ts',
        output: { format: 'cjs', entryFileNames: 'bridge.cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), compileMessages(), firstFrame()],
    css: rendererStyles,
    build: {
      target: 'chrome130',
      minify: true,
      outDir: 'out/renderer',
      license,
      assetsInlineLimit: 0,
      // The first frame wears the styles of what React draws later.
      cssCodeSplit: false,
      modulePreload: { polyfill: false },
      rollupOptions: {
        // The window, and the small one that asks.
        input: { index: 'renderer/index.html', ask: 'renderer/ask.html' },
        output: {
          ...compact,
          codeSplitting: {
            groups: [
              // In one chunk, so that the styles of views come after those of what they are made of.
              { name: 'styles', test: /\.module\.css$/ },
              // Apart from the window, whose script comes after the first frame.
              { name: 'preload-helper', test: /preload-helper/ },
              // All that the first list needs in one file: each one more is asked of the main process.
              { name: 'window', test: /views[\\/]shell[\\/]window\.tsx$/ },
            ],
          },
        },
      },
    },
  },
});
