import { run } from '../processes/processes.ts';
import type { User } from './session-bus.ts';

const makeNamespaces = ['unshare', '--user', '--map-root-user', '--net', 'true'];

/** Tells whether this machine lets that user have Chromium's sandbox; many containers do not. */
export async function sandboxWorksFor(user: User): Promise<boolean> {
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return (await run('setpriv', [...ids, ...makeNamespaces])).code === 0;
}

/**
 * Says in one line why neither Stowkey nor Chromium can start for whoever runs this, or gives
 * undefined. Root starts them without the sandbox.
 */
export async function sandboxTrouble(): Promise<string | undefined> {
  if (process.getuid?.() === 0) return undefined;
  const [command = '', ...args] = makeNamespaces;
  if ((await run(command, args)).code === 0) return undefined;
  return 'this system denies ordinary users the namespaces that Chromium’s sandbox is made of (a container without them, or kernel.apparmor_restrict_unprivileged_userns=1); root can run it';
}
