import { resolve } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { rendererStyles } from './renderer-styles.ts';

/**
 * Renders the window's first frame in each language into a file beside the page, from the components and
 * providers of this very build, and has the page fetch its font before its styles ask for it.
 */
export const firstFrame = (): Plugin => ({
  name: 'stowkey-first-frame',
  apply: 'build',
  async generateBundle() {
    // The renderer's root is a folder of the project.
    const root = resolve(this.environment.config.root, '..');
    const server = await createServer({
      root,
      configFile: false,
      logLevel: 'error',
      appType: 'custom',
      css: rendererStyles,
      server: { middlewareMode: true, hmr: false, watch: null },
      optimizeDeps: { noDiscovery: true },
    });
    try {
      const { builtInProviders } = await server.ssrLoadModule('/electron/providers/registry.ts');
      const { makeFirstFrameTemplate } = await server.ssrLoadModule(
        '/renderer/views/shell/first-frame-template.tsx',
      );
      const { withWords } = await server.ssrLoadModule('/shared/words/providers.ts');
      const { firstFrameFile } = await server.ssrLoadModule('/shared/first-frame.ts');
      const { speak } = await server.ssrLoadModule('/shared/words/messages.ts');
      const { languages } = await server.ssrLoadModule('/shared/languages.ts');
      const catalogues = await Promise.all(
        languages.map(async (language: string) =>
          language === 'en'
            ? {}
            : (await server.ssrLoadModule(`/shared/words/languages/${language}.json`)).default,
        ),
      );
      // All in one go: what the window loads lazily would otherwise be in the later ones.
      for (const [index, language] of languages.entries()) {
        speak(language, catalogues[index]);
        const providers = builtInProviders.map((each: { descriptor: unknown }) =>
          withWords(each.descriptor),
        );
        this.emitFile({
          type: 'asset',
          fileName: firstFrameFile(language),
          source: JSON.stringify(makeFirstFrameTemplate(providers)),
        });
      }
    } finally {
      await server.close();
    }
  },
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((name) => name.endsWith('.woff2'))
        .map((name) => ({
          tag: 'link',
          attrs: {
            rel: 'preload',
            as: 'font',
            type: 'font/woff2',
            href: `/${name}`,
            crossorigin: '',
          },
          injectTo: 'head-prepend',
        })),
  },
});
