import type { Page } from 'playwright';
import type { Snapshot } from '../../../shared/schemas.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { activityScenarios } from './activity-scenarios.ts';
import { awsProfileScenarios } from './aws-profile-scenarios.ts';
import { backupScenarios } from './backup-scenarios.ts';
import { doctorScenarios } from './doctor-scenarios.ts';
import { exposedScenarios } from './exposed-scenarios.ts';
import {
  awkward,
  browserPrompt,
  connection,
  error,
  failing,
  few,
  grant,
  many,
  nowSeconds,
  operation,
  snapshot,
  stepsAt,
  storxSteps,
} from './fixtures.ts';
import { helpScenarios } from './help-scenarios.ts';
import { listScenarios } from './list-scenarios.ts';
import { paletteScenarios } from './palette-scenarios.ts';
import { providerScenarios } from './provider-scenarios.ts';
import { openAccount, type Scenario } from './scenario.ts';
import { settingsScenarios } from './settings-scenarios.ts';
import { toolScenarios } from './tool-scenarios.ts';
import { vaultScenarios } from './vault-scenarios.ts';

const openCopyAs = async (page: Page): Promise<void> => {
  await openAccount('Photo archive')(page);
  await page.getByRole('button', { name: 'Copy as…' }).click();
  await page.getByText('export AWS_SECRET_ACCESS_KEY').waitFor();
};
const connectForm = (id: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator(`[data-card="${id}"]`).click();
};
const fillStorx = async (page: Page): Promise<void> => {
  await page.getByLabel('Client ID').fill('7f1c9a52-demo-client');
  await page.getByLabel('Client secret', { exact: true }).fill('not-a-real-secret');
  await page.getByRole('button', { name: 'Continue in browser' }).click();
};
const connecting =
  (more: Parameters<typeof operation>[0], connections: Snapshot['connections'] = []) =>
  async (page: Page) => {
    await connectForm('storx')(page);
    await fillStorx(page);
    await page.evaluate((change) => window.harnessPush(change), {
      operations: [operation(more)],
      ...(connections.length > 0 ? { connections } : {}),
    });
    await page.getByRole('region', { name: 'Progress' }).waitFor();
  };

const refreshSteps = stepsAt(0, ['exchange-grant', 'save']);
const trouble = (
  code: 'keychain.locked' | 'keychain.unavailable',
  id: Snapshot['keychain']['id'],
) => ({ status: 'trouble', error: error(code, { params: { keychain: id } }), id }) as const;
const locked = trouble('keychain.locked', 'gnome-keyring');

export const scenarios = (): readonly Scenario[] => [
  { name: 'empty', snapshot: snapshot() },
  { name: 'few', snapshot: snapshot({ connections: few() }) },
  {
    name: 'details',
    snapshot: snapshot({ connections: few() }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'details-no-grant',
    snapshot: snapshot({
      connections: [
        connection({
          number: 1,
          label: 'Wasabi',
          providerId: 's3-wasabi',
          expiresIn: null,
          grantMore: null,
        }),
      ],
    }),
    act: openAccount('Wasabi'),
  },
  {
    name: 'buckets',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'Browse buckets…' }).click();
      await page.getByRole('button', { name: 'photos' }).click();
      await page.getByText('These are the first 1,000.').waitFor();
    },
  },
  { name: 'expired', snapshot: snapshot({ connections: few() }), act: openAccount('Old laptop') },
  {
    name: 'sign-in',
    snapshot: snapshot({ connections: few() }),
    act: openAccount('Staging tests'),
  },
  {
    name: 'attention',
    snapshot: snapshot({ connections: few() }),
    act: openAccount('Render farm'),
  },
  {
    name: 'renewal-failing',
    snapshot: snapshot({ connections: [failing(), ...few()] }),
    act: openAccount('Nightly backup'),
  },
  {
    name: 'many',
    snapshot: snapshot({ connections: many(1000) }),
    act: openAccount('Project 0001'),
  },
  {
    name: 'compact',
    snapshot: snapshot({
      connections: many(60),
      settings: { ...defaultSettings, density: 'compact', sort: 'provider', sidebarWidth: 0 },
    }),
    act: openAccount('Project 0001'),
  },
  {
    name: 'nothing-needs-you',
    snapshot: snapshot({ connections: [connection({ number: 1 })] }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Needs you' }).click();
      await page.getByText('Nothing needs you').waitFor();
    },
  },
  {
    name: 'search',
    snapshot: snapshot({ connections: many(1000) }),
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('project 07');
    },
  },
  {
    name: 'search-nothing',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await page.getByLabel('Search accounts').fill('nothing like this');
    },
  },
  {
    name: 'awkward',
    snapshot: snapshot({ connections: awkward() }),
    act: openAccount('A name that goes on'),
  },
  { name: 'xss', snapshot: snapshot({ connections: awkward() }), act: openAccount('onerror') },
  {
    name: 'locked',
    snapshot: snapshot({ connections: few(), keychain: locked }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'no-keychain-empty',
    snapshot: snapshot({ keychain: trouble('keychain.unavailable', 'secret-service') }),
  },
  {
    name: 'locked-keepassxc',
    snapshot: snapshot({ connections: few(), keychain: trouble('keychain.locked', 'keepassxc') }),
  },
  {
    name: 'empty-kwallet',
    snapshot: snapshot({ keychain: { status: 'ready', error: null, id: 'kwallet' } }),
  },
  {
    name: 'all-banners',
    evaluation: true,
    snapshot: snapshot({
      connections: few(),
      keychain: locked,
      storage: { error: error('metadata.newer-version'), readOnly: true },
    }),
  },
  {
    name: 'updated',
    snapshot: {
      ...snapshot({ connections: few() }),
      desktop: { ...snapshot().desktop, outdated: true },
    },
  },
  {
    name: 'copied',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'Copy secret key' }).click();
      await page.getByText('Clear now').waitFor();
    },
  },
  {
    name: 'still-copied',
    snapshot: snapshot({
      connections: few(),
      clipboard: { copied: 'env-sh', clearsAtEpochMs: null },
    }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'checked-clock-off',
    snapshot: snapshot({
      connections: [
        connection({
          number: 1,
          label: 'Wasabi',
          providerId: 's3-wasabi',
          grantMore: null,
          s3Check: {
            proof: 'listed',
            bucketCount: 12,
            clockSkewSeconds: -640,
            latencyMs: 84,
            regionAdopted: 'eu-central-2',
            writing: {
              bucket: 'photos',
              outcome: 'written',
              checksums: 'refused',
              leftBehind: null,
            },
          },
        }),
      ],
    }),
    act: async (page) => {
      await openAccount('Wasabi')(page);
      await page.getByRole('heading', { name: 'Last check' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'not-checked',
    snapshot: snapshot({
      connections: [
        connection({
          number: 1,
          label: 'Wasabi',
          providerId: 's3-wasabi',
          grantMore: null,
          verifiedAtEpochSeconds: null,
          s3Check: null,
        }),
      ],
    }),
    act: async (page) => {
      await openAccount('Wasabi')(page);
      await page.getByText('Checked', { exact: true }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'notice',
    snapshot: snapshot({
      connections: few(),
      operations: [operation({ prompt: browserPrompt() })],
      clipboard: { copied: 'env-sh', clearsAtEpochMs: Date.now() + 24_000 },
    }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'Copy endpoint' }).click();
      await page.getByText('Endpoint copied.').first().waitFor();
    },
  },
  {
    name: 'notice-trouble',
    snapshot: snapshot({ connections: few() }),
    errors: { 'credentials.copy': error('keychain.locked') },
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'Copy secret key' }).click();
      await page
        .getByText(/Your keychain is locked/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'revealed',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'Show secret key' }).click();
      await page
        .getByText(/Hides in/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'copy-menu',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await page.getByRole('row', { name: /Team backups/ }).hover();
      await page.getByRole('button', { name: 'Copy keys of Team backups' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'copy-as',
    snapshot: snapshot({ connections: few() }),
    act: openCopyAs,
  },
  {
    name: 'copy-as-terraform',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openCopyAs(page);
      await page.keyboard.type('terraform state');
      await page.getByText('terraform.tfstate').waitFor();
    },
  },
  {
    name: 'copy-as-unfit',
    snapshot: snapshot({ connections: few() }),
    errors: { 'credentials.preview': error('format.unfit', { params: { reason: 'temporary' } }) },
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'Copy as…' }).click();
      await page.getByText('This form takes no temporary keys').waitFor();
    },
  },
  {
    name: 'copy-as-nothing',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openCopyAs(page);
      await page.keyboard.type('ftp');
      await page.getByText('No format of this account matches.').waitFor();
    },
  },
  {
    name: 'more-menu',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'rename',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Rename' }).click();
    },
  },
  {
    name: 'disconnect-confirm',
    snapshot: snapshot({ connections: few() }),
    act: async (page) => {
      await openAccount('Photo archive')(page);
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Disconnect' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'refreshing',
    snapshot: snapshot({
      connections: few(),
      operations: [operation({ kind: 'refresh', connectionNumber: 1, steps: refreshSteps })],
    }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'refresh-browser',
    snapshot: snapshot({
      connections: few(),
      operations: [operation({ kind: 'refresh', connectionNumber: 1, prompt: browserPrompt() })],
    }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'refresh-failed',
    snapshot: snapshot({
      connections: few(),
      operations: [
        operation({
          kind: 'refresh',
          connectionNumber: 1,
          status: 'failed',
          steps: storxSteps(3, 'failed'),
          error: error('server.trouble', { params: { host: 'auth.storx.io' }, incident: '5d02c1' }),
        }),
      ],
    }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'refresh-key-changed',
    snapshot: snapshot({
      connections: few(),
      operations: [
        operation({
          kind: 'refresh',
          connectionNumber: 1,
          steps: storxSteps(2),
          prompt: {
            kind: 'review-grant',
            grant: grant(),
            stateVerified: false,
            encryptionKeyChanged: true,
          },
        }),
      ],
    }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'verified',
    snapshot: snapshot({
      connections: few(),
      operations: [
        operation({
          kind: 'verify',
          connectionNumber: 1,
          status: 'done',
          steps: [{ id: 'verify', status: 'done' }],
        }),
      ],
    }),
    act: openAccount('Photo archive'),
  },
  {
    name: 'background-connect',
    snapshot: snapshot({
      connections: few(),
      operations: [operation({ prompt: browserPrompt() })],
      clipboard: { copied: 'secret-access-key', clearsAtEpochMs: Date.now() + 24_000 },
    }),
    act: openAccount('Photo archive'),
  },
  { name: 'form', snapshot: snapshot(), act: connectForm('storx') },
  {
    name: 'form-more',
    snapshot: snapshot(),
    act: async (page) => {
      await connectForm('storx')(page);
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByRole('button', { name: /Environment/ }).click();
      await page.getByRole('option', { name: 'Custom addresses' }).click();
    },
  },
  {
    name: 'form-select-open',
    snapshot: snapshot(),
    act: async (page) => {
      await connectForm('alloy')(page);
      await page
        .getByRole('button', { name: /Redirect URI registered/ })
        .first()
        .click();
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'form-problems',
    snapshot: snapshot(),
    errors: {
      'connections.connect': error('input.invalid', {
        fields: {
          clientId: 'bad-format',
          redirectUris: 'not-a-choice',
          scopes: 'required',
          jwtLifetimeMinutes: 'out-of-range',
        },
      }),
    },
    act: async (page) => {
      await connectForm('storx')(page);
      await fillStorx(page);
      await page.getByText('Check for missing').waitFor();
    },
  },
  {
    name: 'form-error',
    snapshot: snapshot(),
    errors: { 'connections.connect': error('oauth.port-in-use', { params: { port: 28521 } }) },
    act: async (page) => {
      await connectForm('storx')(page);
      await fillStorx(page);
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'form-grant', snapshot: snapshot(), act: connectForm('access-grant') },
  {
    name: 'connect-browser',
    snapshot: snapshot(),
    act: connecting({ prompt: browserPrompt() }),
  },
  {
    name: 'connect-paste',
    snapshot: snapshot(),
    act: async (page) => {
      await connecting({ prompt: browserPrompt(false) })(page);
      await page.getByRole('button', { name: 'Paste the address instead' }).click();
    },
  },
  {
    name: 'connect-review',
    snapshot: snapshot(),
    act: connecting({
      steps: storxSteps(2),
      prompt: {
        kind: 'review-grant',
        grant: grant({ notAfterEpochSeconds: null, buckets: null }),
        stateVerified: false,
        encryptionKeyChanged: false,
      },
    }),
  },
  {
    name: 'connect-secret',
    snapshot: snapshot(),
    act: connecting({ prompt: { kind: 'secret', secret: 'passphrase' } }),
  },
  {
    name: 'connect-keep-unchecked',
    snapshot: snapshot(),
    act: connecting({
      prompt: {
        kind: 'keep-unchecked',
        error: error('server.unreachable', { params: { host: 's3.example.com', reason: 'dns' } }),
      },
    }),
  },
  {
    name: 'connect-refused',
    snapshot: snapshot(),
    act: async (page) => {
      await connectForm('storx')(page);
      await fillStorx(page);
      await page.evaluate(
        (failed) => window.harnessPush({ operations: [failed] }),
        operation({ status: 'failed', error: error('storx.invalid_client_secret') }),
      );
      await page.getByText('Kept from your last try').waitFor();
    },
  },
  {
    name: 'form-discard',
    snapshot: snapshot(),
    act: async (page) => {
      await connectForm('storx')(page);
      await page.getByLabel('Client ID').fill('7f1c9a52-demo-client');
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'connect-working',
    snapshot: snapshot(),
    act: connecting({ steps: storxSteps(2) }),
  },
  {
    name: 'connect-failed',
    snapshot: snapshot(),
    act: connecting({
      status: 'failed',
      error: error('server.trouble', { params: { host: 'auth.storx.io' }, incident: 'c03f11' }),
      steps: storxSteps(3, 'failed'),
    }),
  },
  {
    name: 'connect-cancelled',
    snapshot: snapshot(),
    act: connecting({
      status: 'cancelled',
      steps: storxSteps(2, 'cancelled'),
    }),
  },
  {
    name: 'connect-done',
    snapshot: snapshot(),
    act: connecting({ status: 'done', steps: storxSteps(5), connectionNumber: 1 }, [
      connection({ number: 1, label: 'StorX', createdAtEpochSeconds: nowSeconds() }),
    ]),
  },
  ...awsProfileScenarios(),
  ...listScenarios(),
  ...exposedScenarios(),
  ...backupScenarios(),
  ...providerScenarios(),
  ...activityScenarios(),
  ...paletteScenarios(),
  ...toolScenarios(),
  ...settingsScenarios(),
  ...vaultScenarios(),
  ...doctorScenarios(),
  ...helpScenarios(),
];
