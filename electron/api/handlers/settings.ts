import type { SettingsChange } from '../../../shared/settings-schemas.ts';
import type { Handlers } from './index.ts';

export const settingsHandlers = (
  change: (changes: SettingsChange) => Promise<void>,
): Handlers['settings'] => ({ change });
