import type { Page } from 'playwright';
import type { BundleReview } from '../../../shared/bundle.ts';
import { allLocks, noOrganisation } from '../../../shared/organisation.ts';
import type { Snapshot } from '../../../shared/schemas.ts';
import { error, few, snapshot } from './fixtures.ts';
import { importedProvider } from './provider-scenarios.ts';
import { openAccount, type Scenario } from './scenario.ts';

export const openSettings = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+,');
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
};

/** What an organisation locks, all of it but some providers. */
export const locked = (): Snapshot['organisation'] => ({
  ...noOrganisation,
  name: 'Example GmbH',
  locks: {
    providers: ['storx', 's3-aws'],
    consumers: ['command-line'],
    endpointOff: true,
    revealOff: true,
    clipboardSecondsAtMost: 30,
    backupOff: true,
  },
});

const someKey = 'oRkJWbWGcVwQCX3DTsaLxdxE5JYz6PdVCBqzC_b9lcY';

/** A bundle that the person has got and not used yet. */
export const bundleReview = (more: Partial<BundleReview> = {}): BundleReview => ({
  review: '00000000-0000-4000-8000-00000000b0d1',
  organisation: 'Example GmbH',
  serial: 1,
  key: someKey,
  isKnownKey: false,
  state: 'first',
  contacts: ['login.example.com', 'files.example.com', 's3.example.com'],
  templates: [importedProvider],
  forms: [
    {
      providerId: 's3-other',
      values: { endpoint: 'https://s3.example.com', region: 'eu-1' },
      required: [],
      links: [],
    },
  ],
  defaults: { revealSeconds: 10 },
  links: [{ label: 'Storage at Example', url: 'https://help.example.com/storage' }],
  changes: [],
  ...more,
});

export const newerBundle = (): BundleReview =>
  bundleReview({
    serial: 2,
    isKnownKey: true,
    state: 'newer',
    changes: [
      { path: 'serial', before: '1', after: '2' },
      {
        path: 'providers.s3-other.values.endpoint',
        before: 'https://s3.example.com',
        after: 'https://s3.example.org',
      },
      {
        path: 'templates.example-files.contacts.more.example.org',
        before: null,
        after: 'more.example.org',
      },
    ],
  });

export const bundleInUse = (): Snapshot['organisation'] => ({
  ...noOrganisation,
  bundle: {
    organisation: 'Example GmbH',
    serial: 1,
    key: someKey,
    url: 'https://example.com/stowkey.jws',
    links: [{ label: 'Storage at Example', url: 'https://help.example.com/storage' }],
    providers: ['example-files'],
  },
});

const getBundle =
  (open: string) =>
  async (page: Page): Promise<void> => {
    await openSettings(page);
    await page.getByRole('button', { name: open }).click();
    await page.getByLabel('Address').fill('https://example.com/stowkey.jws');
    await page.getByRole('button', { name: 'Get it' }).click();
    await page.getByRole('heading', { name: 'Bundle of Example GmbH' }).waitFor();
  };

export const settingsScenarios = (): readonly Scenario[] => {
  const full = snapshot({ connections: few() });
  return [
    { name: 'settings', snapshot: full, act: openSettings },
    {
      name: 'settings-locked',
      snapshot: { ...full, organisation: locked() },
      act: async (page) => {
        await openSettings(page);
        await page.getByRole('heading', { name: 'Organisation' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'settings-organisation-unreadable',
      snapshot: {
        ...full,
        organisation: {
          ...noOrganisation,
          locks: allLocks,
          error: error('organisation.unreadable', {
            params: {
              reason: 'entry',
              where: 'locked.reveal',
              place: '/etc/stowkey/managed.json',
            },
          }),
        },
      },
      act: async (page) => {
        await openSettings(page);
        await page.getByRole('heading', { name: 'Organisation' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'bundle-in-use',
      snapshot: { ...full, organisation: bundleInUse() },
      act: async (page) => {
        await openSettings(page);
        await page.getByRole('button', { name: 'Remove…' }).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'bundle-first',
      snapshot: full,
      replies: { 'organisation.reviewBundle': bundleReview() },
      act: getBundle('Add a bundle…'),
    },
    {
      name: 'bundle-newer',
      snapshot: { ...full, organisation: bundleInUse() },
      replies: { 'organisation.reviewBundle': newerBundle() },
      act: getBundle('Update…'),
    },
    {
      name: 'bundle-other-key',
      snapshot: full,
      errors: { 'organisation.reviewBundle': error('bundle.other-key') },
      act: async (page) => {
        await openSettings(page);
        await page.getByRole('button', { name: 'Add a bundle…' }).click();
        await page.getByLabel('Address').fill('https://example.com/stowkey.jws');
        await page.getByRole('button', { name: 'Get it' }).click();
        await page.getByRole('alert').waitFor();
      },
    },
    {
      name: 'account-locked',
      snapshot: { ...full, organisation: locked() },
      act: openAccount('Photo archive'),
    },
    {
      name: 'settings-not-saved',
      snapshot: full,
      errors: { 'settings.change': error('metadata.disk-full') },
      act: async (page) => {
        await openSettings(page);
        await page.getByRole('switch', { name: 'Notifications', exact: true }).press('Space');
        await page
          .getByText(/^Not saved\./)
          .first()
          .waitFor();
      },
    },
  ];
};
