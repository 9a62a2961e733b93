import { randomUUID } from 'node:crypto';
import { openKeytarStore } from '../../electron/keychain/load-keytar.ts';
import { deriveVaultKey } from '../../electron/keychain/vault/key.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import { createHttpClient } from '../../electron/platform/http.ts';
import { systemRandom } from '../../electron/platform/random.ts';
import { createServices, type Services } from '../../electron/services.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import { createClipboard } from '../support/fakes/clipboard.ts';
import { quietLogger } from '../support/fakes/logger.ts';
import { nothingManaged } from '../support/fakes/managed.ts';
import { serviceOptions } from '../support/worlds/service-options.ts';

/** Opens everything that is not Electron on a profile's folder, with the real keychain. */
export const openServices = (
  folder: string,
  listen: {
    readonly onOpen?: (address: string) => void;
    readonly onPush: (snapshot: Snapshot) => void;
  },
): Promise<Services> => {
  return createServices(
    {
      clock: systemClock,
      random: systemRandom,
      http: createHttpClient({ clock: systemClock }),
      openPath: async () => true,
      findRoutes: async () => [{ kind: 'direct' }],
      browser: {
        open: async (url) => {
          listen.onOpen?.(url.href);
          return true;
        },
      },
      saveFile: async () => null,
      chooseFolder: async () => null,
      openFile: async () => null,
      managed: nothingManaged,
      clipboard: createClipboard(),
      openKeychain: openKeytarStore,
      deriveVaultKey,
      logger: quietLogger,
    },
    {
      ...serviceOptions(folder),
      keychainService: `Bench-${randomUUID()}`,
      push: listen.onPush,
    },
  );
};
