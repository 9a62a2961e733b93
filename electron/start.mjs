// Starts the product from its source folder: `npm start` calls this after the build. It is plain
// JavaScript beside the code it starts, so that real use depends on Node and Electron alone and on
// nothing that belongs to the tests, above all not on their stand-in runtime.
import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const electronFolder = dirname(require.resolve('electron/package.json'));
const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

// Does nothing when the runtime is there already.
const installed = process.env.ELECTRON_OVERRIDE_DIST_PATH
  ? { status: 0 }
  : spawnSync(process.execPath, [join(electronFolder, 'install.js')], { stdio: 'ignore' });

if (installed.status !== 0) {
  process.stderr.write(
    'The official Electron runtime could not be downloaded, and Stowkey handles real accounts with no other.\n' +
      'To see it work with stand-in accounts and a throw-away keychain, run: npm run demo\n',
  );
  process.exit(1);
}

const program = spawn(require('electron'), [projectFolder, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => program.kill(signal));
program.once('exit', (code) => process.exit(code ?? 1));
