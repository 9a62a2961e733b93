import { homedir } from 'node:os';
import type { Finding } from '../../shared/doctor.ts';
import { createAskBus } from '../diagnostics/doctor/desktop.ts';
import { examine } from '../diagnostics/doctor/examine.ts';
import { checksOfComputer } from '../diagnostics/doctor/this-computer.ts';
import { managedPlaceOf } from '../organisation/place.ts';
import { systemClock } from '../platform/clock.ts';

/** Looks at what can be told where no program answers. */
export const examineHere = (
  profileFolder: string,
  folders: readonly string[],
): Promise<readonly Finding[]> =>
  examine({
    checks: checksOfComputer({
      platform: process.platform,
      path: process.env.PATH,
      home: homedir(),
      profileFolder,
      folders: [profileFolder, ...folders],
      managed: managedPlaceOf(process.platform),
      askBus: createAskBus(process.env.DBUS_SESSION_BUS_ADDRESS),
    }),
    clock: systemClock,
    report: () => {},
  });
