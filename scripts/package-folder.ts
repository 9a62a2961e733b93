/** Packages `out/` into a folder below `dist/`, with whichever runtime there is: a part of `npm run reproduce`. */
import { resolveElectronRuntime } from '../test/support/app/electron-runtime.ts';
import { packageApp } from '../test/support/app/package-app.ts';

const runtime = await resolveElectronRuntime();
if (runtime.kind === 'none') throw new Error(runtime.reason);
await packageApp('release', runtime);
// Said outright: hooks of the packaging tools would otherwise keep the process.
process.exit(0);
