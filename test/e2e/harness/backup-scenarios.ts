import type { Page } from 'playwright';
import type { BackedUpAccount, BackupFound, BackupPreview } from '../../../shared/backup.ts';
import { connectionIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import { consumers, error, few, nowSeconds, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

const day = 86_400;

export const foundBackup = (over: Partial<BackupFound> = {}): BackupFound => ({
  backup: '00000000-0000-4000-8000-000000000091',
  fileName: 'stowkey-backup-2026-01-02.jwe',
  createdAtEpochSeconds: nowSeconds() - 3 * day,
  accounts: 4,
  lockedWith: 'passphrase',
  ...over,
});

const account = (over: Partial<BackedUpAccount> & Pick<BackedUpAccount, 'label'>) => ({
  providerId: providerIdSchema.parse('s3-wasabi'),
  account: null,
  updatedAtEpochSeconds: nowSeconds() - 5 * day,
  state: 'new' as const,
  worksOnce: false,
  here: null,
  ...over,
});

/** A backup with something of each kind. */
const backupPreview = (): BackupPreview => ({
  accounts: [
    account({ label: 'Photo archive', state: 'same', here: hereAs(0) }),
    account({
      label: 'Team drive',
      providerId: providerIdSchema.parse('onedrive'),
      account: 'ana@example.com',
      state: 'differs',
      worksOnce: true,
      here: hereAs(1),
    }),
    account({
      label: 'Lab results',
      providerId: providerIdSchema.parse('lab-store'),
      account: 'lab-17',
    }),
    account({ label: 'Offsite copies', account: 'backup-user' }),
  ],
  templates: [
    {
      providerId: providerIdSchema.parse('lab-store'),
      name: 'Lab Store',
      contacts: ['login.lab.example', 'api.lab.example'],
    },
  ],
});
const hereAs = (index: number) => ({
  connectionId: connectionIdSchema.parse(few()[index]?.id),
  label: few()[index]?.label ?? '',
  updatedAtEpochSeconds: nowSeconds() - day,
});

export const showBackup = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Backup', exact: true }).click();
  await page.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
};
const showSave = async (page: Page): Promise<void> => {
  await showBackup(page);
  await page.getByRole('button', { name: 'Back up…' }).click();
  await page.getByRole('dialog').waitFor();
};
export const showPreview = async (page: Page): Promise<void> => {
  await showBackup(page);
  await page.getByRole('button', { name: 'Restore…' }).click();
  await page.getByLabel('Passphrase', { exact: true }).fill('five random words here');
  await page.getByRole('button', { name: 'Open backup' }).click();
  await page.getByRole('list', { name: 'Accounts in the backup' }).waitFor();
};

export const showForget = async (page: Page): Promise<void> => {
  await showBackup(page);
  await page.getByRole('button', { name: 'Forget everything…' }).click();
  await page.getByRole('textbox').waitFor();
};

const connections = () => snapshot({ connections: few() });
export const backupReplies = () => ({
  'backup.choose': foundBackup(),
  'backup.open': backupPreview(),
  'backup.restore': { added: 2, replaced: 0 },
  'backup.save': {
    fileName: 'stowkey-backup-2026-01-05.jwe',
    accounts: few().length - 1,
    leftOut: [few()[2]?.id],
  },
  'backup.chooseRecipient': {
    recipient: '00000000-0000-4000-8000-000000000092',
    fileName: 'backup-key.pub.pem',
    fingerprint: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184',
  },
});

/** Saving accounts in a file and restoring them from one. */
export const backupScenarios = (): readonly Scenario[] => [
  { name: 'backup', snapshot: connections(), act: showBackup },
  { name: 'backup-empty', snapshot: snapshot(), act: showBackup },
  {
    name: 'backup-save',
    snapshot: connections(),
    act: async (page) => {
      await showSave(page);
      await page.getByLabel('Passphrase', { exact: true }).fill('short');
      await page.getByRole('button', { name: 'Save backup…' }).click();
      await page.getByText('Use at least 12 characters.').waitFor();
    },
  },
  {
    name: 'backup-save-key',
    snapshot: connections(),
    replies: backupReplies(),
    act: async (page) => {
      await showSave(page);
      await page.getByRole('radio', { name: 'Some of them' }).check();
      await page.getByRole('radio', { name: 'For a public key' }).check();
      await page.getByRole('button', { name: 'Choose key…' }).click();
      await page.getByText('backup-key.pub.pem').waitFor();
    },
  },
  {
    name: 'backup-saved',
    snapshot: connections(),
    replies: backupReplies(),
    act: async (page) => {
      await showSave(page);
      await page.getByLabel('Passphrase', { exact: true }).fill('five random words here');
      await page.getByLabel('Passphrase again', { exact: true }).fill('five random words here');
      await page.getByRole('button', { name: 'Save backup…' }).click();
      await page.getByRole('dialog', { name: 'Backup saved' }).waitFor();
    },
  },
  {
    name: 'backup-open',
    snapshot: connections(),
    replies: backupReplies(),
    errors: { 'backup.open': error('backup.not-opened') },
    act: async (page) => {
      await showBackup(page);
      await page.getByRole('button', { name: 'Restore…' }).click();
      await page.getByLabel('Passphrase', { exact: true }).fill('a wrong one');
      await page.getByRole('button', { name: 'Open backup' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'backup-open-key',
    snapshot: connections(),
    replies: { 'backup.choose': foundBackup({ lockedWith: 'key' }) },
    act: async (page) => {
      await showBackup(page);
      await page.getByRole('button', { name: 'Restore…' }).click();
      await page.getByRole('button', { name: 'Choose private key…' }).waitFor();
    },
  },
  {
    name: 'backup-restore',
    snapshot: connections(),
    replies: backupReplies(),
    act: showPreview,
  },
  {
    name: 'forget-everything',
    snapshot: snapshot({ connections: few(), consumers: consumers() }),
    act: showForget,
  },
  {
    name: 'forget-everything-left',
    snapshot: connections(),
    replies: {
      'forget.everything': {
        left: [
          { kind: 'account', name: 'Photo archive', code: 'keychain.failed' },
          { kind: 'sign-in', name: 'Team backups', code: 'server.unreachable' },
          { kind: 'log', name: '', code: 'metadata.unwritable' },
        ],
      },
    },
    act: async (page) => {
      await showForget(page);
      await page.getByRole('textbox').fill('forget everything');
      await page.getByRole('button', { name: 'Forget everything', exact: true }).click();
      await page.getByRole('alertdialog', { name: 'Not everything could be forgotten' }).waitFor();
    },
  },
];
