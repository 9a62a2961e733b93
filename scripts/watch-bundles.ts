import { resolveConfig } from 'electron-vite';
import { build } from 'vite';
import { projectFolder } from '../test/support/app/package-app.ts';

type Bundle = 'main' | 'preload' | 'renderer';

/**
 * Builds bundles as `npm run build` does, but with source maps, and again at each change. Calls
 * `onBuilt` whenever all of them are there.
 */
export const watchBundles = async (
  names: readonly Bundle[],
  onBuilt: () => void,
): Promise<void> => {
  const { config } = await resolveConfig(
    { root: projectFolder, logLevel: 'warn' },
    'build',
    'production',
  );
  const building = new Set(names);
  for (const name of names) {
    const bundle = config?.[name];
    const watcher = await build({
      ...bundle,
      build: { ...bundle?.build, sourcemap: 'inline', chunkSizeWarningLimit: 10_000, watch: {} },
    });
    if (!('on' in watcher)) throw new Error(`${name} is not being watched`);
    watcher.on('event', (event) => {
      if (event.code === 'START') building.add(name);
      // What failed stays among them, so that nothing half built is started.
      else if (event.code === 'BUNDLE_END') building.delete(name);
      else if (event.code === 'ERROR') console.error(event.error.message);
      else if (event.code === 'END' && building.size === 0) onBuilt();
      if ('result' in event) void event.result?.close();
    });
  }
};
