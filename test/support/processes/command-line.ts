/**
 * The command line as a program without Electron: the first argument is the profile's folder, and what
 * follows is what the launcher gives the packaged program.
 */
import { serveCommandLine } from '../../../electron/cli/main.ts';

const [profileFolder = '', ...given] = process.argv.slice(2);
const switches = given.slice(0, given.indexOf('--'));
await serveCommandLine({
  words: given.slice(switches.length + 1),
  switches,
  profileFolder,
  version: '0',
  exit: process.exit,
});
