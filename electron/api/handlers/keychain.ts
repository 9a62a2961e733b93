import type { Connections } from '../../connections/connections.ts';
import type { Handlers } from './index.ts';

export const keychainHandlers = (connections: Connections): Handlers['keychain'] => ({
  check: () => connections.checkKeychain(),
  adopt: () => connections.adoptKeychain(),
});
