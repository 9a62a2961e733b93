import type { Finding } from '../../../shared/doctor.ts';
import type { AppInfo } from '../../../shared/schemas.ts';
import { diagnosticsText } from '../../../shared/words/doctor.ts';
import { inEnglish } from '../../../shared/words/messages.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { ClipboardPort } from '../../platform/interfaces.ts';
import type { Handlers } from './index.ts';

export const doctorHandlers = (
  examine: () => Promise<Finding[]>,
  clipboard: Pick<ClipboardPort, 'write'>,
  info: AppInfo,
): Handlers['doctor'] => ({
  examine,
  // In English, for whoever is asked for help.
  copyReport: async () => {
    const findings = await examine();
    await clipboard.write(new Secret(inEnglish(() => diagnosticsText(info, findings))));
  },
});
