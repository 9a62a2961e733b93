import type { Backups } from '../../backup/backups.ts';
import type { Handlers } from './index.ts';

export const backupHandlers = (backups: Backups): Handlers['backup'] => ({
  chooseRecipient: backups.chooseRecipient,
  save: backups.save,
  choose: backups.choose,
  open: ({ backup, key }) => backups.open(backup, key),
  restore: ({ backup, choices }) => backups.restore(backup, choices),
  forget: backups.forget,
});
