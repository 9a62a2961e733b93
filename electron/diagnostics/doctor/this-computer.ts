import type { DoctorSubject } from '../../../shared/doctor.ts';
import type { ManagedPlace } from '../../organisation/place.ts';
import {
  alloyRedirectUris,
  storxRedirectUris,
  templateRedirectUris,
} from '../../providers/redirect-uris.ts';
import { type AskBus, checkBrowser, checkBus, checkTray } from './desktop.ts';
import type { Check } from './examine.ts';
import { checkDisk, checkFolders } from './folders.ts';
import { checkOrganisation } from './organisation.ts';
import { checkPorts } from './ports.ts';

/** Of each set one has to be free. */
const signInPorts = [storxRedirectUris, templateRedirectUris, alloyRedirectUris].map((uris) =>
  uris.map((uri) => Number(new URL(uri).port)),
);

/** What can be told of this computer without the program itself: the command line asks it too. */
export const checksOfComputer = (computer: {
  readonly platform: NodeJS.Platform;
  readonly path: string | undefined;
  readonly home: string;
  readonly profileFolder: string;
  /** Everything that is kept, each folder for the person alone. */
  readonly folders: readonly string[];
  readonly askBus: AskBus;
  readonly managed: ManagedPlace;
}) => {
  const { platform, path, askBus, profileFolder } = computer;
  return {
    ...(platform === 'linux' ? { bus: checkBus(askBus), tray: checkTray(askBus) } : {}),
    browser: checkBrowser(platform, path),
    ports: checkPorts(signInPorts),
    folders: checkFolders(computer),
    organisation: checkOrganisation(computer.managed),
    disk: checkDisk(profileFolder),
  } as const satisfies Partial<Record<DoctorSubject, Check>>;
};
