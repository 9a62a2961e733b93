import type { Page } from 'playwright';
import type { NotMapped, ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { ConnectionView, OperationView, Prompt } from '../../../shared/schemas.ts';
import {
  connection,
  error,
  nowSeconds,
  operation,
  shippedProviders,
  snapshot,
  stepsAt,
} from './fixtures.ts';
import { openAccount, type Scenario } from './scenario.ts';

const descriptorOf = (id: string): ProviderDescriptor => {
  const found = shippedProviders.find((each) => each.id === id);
  if (found === undefined) throw new TypeError(`no provider is called ${id}`);
  return found;
};

export const importedProvider: ProviderDescriptor = {
  ...descriptorOf('box'),
  id: 'example-files' as ProviderDescriptor['id'],
  name: 'Example Files',
  summary: 'Sign in with the file service of Example.',
  mark: 'example-files',
  origin: 'imported',
  contacts: ['login.example.com', 'api.example.com'],
  links: [{ label: 'Developer page', url: 'https://developer.example.com/apps' }],
};

type FactsMore = Partial<ConnectionView['facts']>;

const without = { grant: null, s3: null, expiresAtEpochSeconds: null } as const;

const facts = (more: FactsMore): ConnectionView['facts'] => ({
  account: null,
  neverExpires: false,
  renewsItself: false,
  tokens: null,
  broker: null,
  ...without,
  ...more,
});

const google = (
  number: number,
  label: string,
  more: { endsIn?: number; renewable?: boolean; parts?: object } = {},
) => {
  const { endsIn = 3_140, renewable = true, parts = {} } = more;
  return connection({
    number,
    label,
    providerId: 'google-drive',
    facts: facts({
      account: 'ada@example.com',
      expiresAtEpochSeconds: renewable ? null : nowSeconds() + endsIn,
      tokens: {
        scopes: ['openid', 'email', 'https://www.googleapis.com/auth/drive.file'],
        accessTokenExpiresAtEpochSeconds: nowSeconds() + endsIn,
        renewable,
        stateVerified: true,
      },
    }),
    capabilities: { refresh: renewable, verify: true, reconnect: true, revoke: true },
    ...parts,
  });
};

const pcloud = (number: number) =>
  connection({
    number,
    label: 'Family pCloud',
    providerId: 'pcloud',
    facts: facts({
      account: 'grace@example.com',
      tokens: {
        scopes: [],
        accessTokenExpiresAtEpochSeconds: null,
        renewable: false,
        stateVerified: false,
      },
    }),
    capabilities: { refresh: false, verify: true, reconnect: true, revoke: false },
  });

const alloyConnection = (number: number) =>
  connection({
    number,
    label: 'Team wiki',
    providerId: 'alloy',
    facts: facts({
      broker: { connector: 'notion', connectionId: '66c7e2f4a51d3b0012f9aa41' },
    }),
    capabilities: { refresh: false, verify: false, reconnect: true, revoke: false },
  });

const role = (number: number) =>
  connection({
    number,
    label: 'Deploy role',
    providerId: 'sts-assume-role',
    facts: facts({
      account: '123456789012 (deploy)',
      expiresAtEpochSeconds: nowSeconds() + 700,
      renewsItself: true,
      s3: {
        endpoint: 'https://s3.eu-central-1.amazonaws.com',
        region: 'eu-central-1',
        addressing: 'virtual',
        accessKeyHint: 'ASIA',
      },
    }),
  });

export const mixed = (): ConnectionView[] => [
  google(1, 'Ada’s Drive'),
  alloyConnection(2),
  role(3),
  pcloud(4),
  google(5, 'Old project', { endsIn: -400 }),
  google(6, 'Without renewal', { endsIn: 1_300, renewable: false }),
];

const gallery = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
};
const form = (name: string) => async (page: Page) => {
  await gallery(page);
  await page.locator(`[data-card="${name}"]`).click();
  await page.getByLabel('Name in Stowkey').waitFor();
};
const pasteInto = async (page: Page, label: string, text: string): Promise<void> => {
  await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: 'Use it' }).click();
};
const disconnectDialog = (label: string) => async (page: Page) => {
  await openAccount(label)(page);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await page.getByRole('alertdialog').waitFor();
};
const identifySteps = (status: 'running' | 'cancelled'): OperationView['steps'] =>
  stepsAt(3, ['open-listener', 'wait-for-browser', 'exchange-code', 'identify', 'save'], status);
const asked = (prompt: Prompt, providerId: string, steps: OperationView['steps']) =>
  snapshot({
    connections: mixed(),
    operations: [operation({ prompt, steps, providerId })],
  });
const watch = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
};
const previewOf = (exists: boolean, notMapped: readonly NotMapped[] = []) => ({
  descriptor: importedProvider,
  notMapped,
  exists,
});
const importing = async (page: Page): Promise<void> => {
  await gallery(page);
  await page.getByRole('button', { name: 'Import a template' }).click();
  await page.getByRole('dialog', { name: 'Import a template' }).waitFor();
};
const templateText = '{ "kind": "oauth", "id": "example-files", "name": "Example Files" }';

/** Scenarios of the providers that ship: gallery, forms, templates, tokens, brokers, questions. */
export const providerScenarios = (): readonly Scenario[] => [
  { name: 'providers-gallery', snapshot: snapshot(), act: gallery },
  {
    name: 'providers-gallery-end',
    snapshot: snapshot(),
    imported: [importedProvider],
    act: async (page: Page) => {
      await gallery(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('End');
    },
  },
  {
    name: 'providers-search',
    snapshot: snapshot(),
    act: async (page: Page) => {
      await gallery(page);
      await page.keyboard.type('aws');
    },
  },
  {
    name: 'providers-search-nothing',
    snapshot: snapshot(),
    act: async (page: Page) => {
      await gallery(page);
      await page.keyboard.type('carrier pigeon');
    },
  },
  {
    name: 'providers-template-menu',
    snapshot: snapshot(),
    imported: [importedProvider],
    act: async (page: Page) => {
      await gallery(page);
      await page.getByRole('button', { name: 'Template of Example Files' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  { name: 'template-import', snapshot: snapshot(), act: importing },
  {
    name: 'template-invalid',
    snapshot: snapshot(),
    errors: {
      'providers.previewTemplate': error('template.invalid', { params: { where: 'json' } }),
    },
    act: async (page: Page) => {
      await importing(page);
      await pasteInto(page, 'Text of the template', 'not json');
      await page.getByText('cut off').waitFor();
    },
  },
  {
    name: 'template-preview',
    snapshot: snapshot(),
    replies: {
      'providers.previewTemplate': previewOf(false, [{ id: 'default-path' }, { id: 'icon' }]),
    },
    act: async (page: Page) => {
      await importing(page);
      await pasteInto(page, 'Text of the template', templateText);
      await page.getByText('It will contact').waitFor();
    },
  },
  {
    name: 'template-replace',
    snapshot: snapshot(),
    imported: [importedProvider],
    replies: { 'providers.previewTemplate': previewOf(true) },
    act: async (page: Page) => {
      await importing(page);
      await pasteInto(page, 'Text of the template', templateText);
      await page.getByText('Replaces Example Files').waitFor();
    },
  },
  {
    name: 'template-saved',
    snapshot: snapshot(),
    imported: [importedProvider],
    replies: { 'providers.exportTemplate': { fileName: 'example-files.json' } },
    act: async (page: Page) => {
      await gallery(page);
      await page.getByRole('button', { name: 'Template of Example Files' }).click();
      await page.getByRole('menuitem', { name: 'Export' }).click();
      await page.getByText('Saved as example-files.json.').first().waitFor();
    },
  },
  {
    name: 'template-remove',
    snapshot: snapshot({
      connections: [google(1, 'With it', { parts: { providerId: 'example-files' } })],
    }),
    imported: [importedProvider],
    act: async (page: Page) => {
      await gallery(page);
      await page.getByRole('button', { name: 'Template of Example Files' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  ...[
    'google-drive',
    'dropbox',
    'onedrive',
    'oidc',
    's3-aws',
    's3-minio',
    'sts-assume-role',
    'sts-web-identity',
    'jx-solutions',
    'omniport',
  ].map((id) => ({ name: `form-${id}`, snapshot: snapshot(), act: form(id) })),
  {
    name: 'form-alloy',
    snapshot: snapshot(),
    // While its list is open, react-aria hides the rest of the page from screen readers, so that
    // VoiceOver cannot wander off; Tab closes the list before it moves.
    axeOff: ['aria-hidden-focus', 'page-has-heading-one', 'region'],
    act: async (page: Page) => {
      await form('alloy')(page);
      await page.getByRole('combobox', { name: 'App to connect' }).fill('git');
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'form-filled',
    snapshot: snapshot(),
    replies: {
      'providers.prefill': {
        draft: '00000000-0000-4000-8000-000000000abc',
        values: { clientId: '4711.apps.googleusercontent.com' },
        secretFields: ['clientSecret'],
        owner: null,
      },
    },
    act: async (page: Page) => {
      await form('google-drive')(page);
      await pasteInto(page, 'File or block that fills the form', '{"installed":{}}');
      await page.getByText('Read from what you pasted').waitFor();
    },
  },
  {
    name: 'form-not-understood',
    snapshot: snapshot(),
    errors: { 'providers.prefill': error('prefill.not-understood') },
    act: async (page: Page) => {
      await form('s3-aws')(page);
      await pasteInto(page, 'File or block that fills the form', 'hello');
      await page.getByText('Nothing in it fits').waitFor();
    },
  },
  { name: 'mixed', snapshot: snapshot({ connections: mixed() }) },
  {
    name: 'tokens',
    snapshot: snapshot({
      connections: mixed().map((each, index) =>
        index > 0
          ? each
          : {
              ...each,
              signInCheck: {
                atEpochSeconds: each.verifiedAtEpochSeconds ?? 0,
                account: 'ada@example.com',
                storage: { usedBytes: 4_831_838_208, totalBytes: 16_106_127_360 },
              },
            },
      ),
    }),
    act: openAccount('Ada’s Drive'),
  },
  {
    name: 'tokens-due',
    snapshot: snapshot({ connections: mixed() }),
    act: openAccount('Old project'),
  },
  {
    name: 'tokens-ending',
    snapshot: snapshot({ connections: mixed() }),
    act: openAccount('Without renewal'),
  },
  {
    name: 'tokens-pcloud',
    snapshot: snapshot({ connections: mixed() }),
    act: openAccount('Family'),
  },
  { name: 'broker', snapshot: snapshot({ connections: mixed() }), act: openAccount('Team wiki') },
  {
    name: 'temporary-keys',
    snapshot: snapshot({ connections: mixed() }),
    act: openAccount('Deploy'),
  },
  {
    name: 'tokens-sign-in',
    snapshot: snapshot({
      connections: [
        google(1, 'Ada’s Drive', {
          parts: {
            needsSignIn: true,
            problem: error('oauth.sign-in-again', {
              params: { host: 'oauth2.googleapis.com', reason: 'google-testing', days: 7 },
            }),
          },
        }),
      ],
    }),
    act: openAccount('Ada’s Drive'),
  },
  {
    name: 'tokens-renewal-refused',
    snapshot: snapshot({
      connections: [
        google(1, 'Ada’s Drive', {
          parts: {
            needsSignIn: true,
            problem: error('oauth.renewal-refused', {
              params: { host: 'oauth2.googleapis.com', reason: 'lasting', status: 401 },
            }),
          },
        }),
      ],
    }),
    act: openAccount('Ada’s Drive'),
  },
  {
    name: 'tokens-copy-menu',
    snapshot: snapshot({ connections: mixed() }),
    act: async (page: Page) => {
      await page.getByRole('row').first().hover();
      await page.getByRole('button', { name: 'Copy token of Ada’s Drive' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  ...(['Ada’s Drive', 'Team wiki', 'Deploy role', 'Family pCloud'] as const).map(
    (label, index) => ({
      name: `disconnect-${['revoked', 'broker', 'temporary', 'stays'][index]}`,
      snapshot: snapshot({ connections: mixed() }),
      act: disconnectDialog(label),
    }),
  ),
  {
    name: 'disconnect-not-revoked',
    snapshot: snapshot({
      connections: mixed().slice(1),
      operations: [
        operation({
          kind: 'disconnect',
          connectionNumber: 1,
          status: 'done',
          steps: [],
          notice: error('oauth.not-revoked'),
          providerId: 'google-drive',
        }),
      ],
    }),
  },
  {
    name: 'ask-device-code',
    snapshot: asked(
      {
        kind: 'device-code',
        userCode: 'WDJBMJHT',
        verificationUri: 'https://microsoft.com/devicelogin',
        deadlineEpochSeconds: nowSeconds() + 840,
      },
      'onedrive',
      stepsAt(0, ['wait-for-device', 'identify', 'save']),
    ),
    act: watch,
  },
  ...['google-drive', 'pcloud', 's3-aws', 'sts-assume-role'].map((providerId) => ({
    name: `ask-same-account-${providerId}`,
    snapshot: asked(
      { kind: 'same-account', account: 'ada@example.com', existingLabel: 'Ada’s Drive' },
      providerId,
      identifySteps('running'),
    ),
    act: watch,
  })),
  {
    name: 'ask-review-account',
    snapshot: asked(
      { kind: 'review-account', account: 'ada@example.com' },
      'pcloud',
      identifySteps('running'),
    ),
    act: watch,
  },
  {
    name: 'ask-without-pkce',
    snapshot: asked(
      { kind: 'without-pkce', host: 'api.jx.example' },
      'jx-solutions',
      stepsAt(0, ['wait-for-browser', 'exchange-code', 'save']),
    ),
    act: watch,
  },
  {
    name: 'browser-without-state',
    snapshot: asked(
      {
        kind: 'browser',
        host: 'api.jx.example',
        redirectUri: 'http://127.0.0.1:28531/callback',
        deadlineEpochSeconds: nowSeconds() + 480,
        browserOpened: true,
        cameBackWithoutState: true,
      },
      'jx-solutions',
      stepsAt(0, ['wait-for-browser', 'exchange-code', 'save']),
    ),
    act: watch,
  },
  {
    name: 'cancelled-same-account',
    snapshot: asked(
      { kind: 'same-account', account: 'ada@example.com', existingLabel: 'Ada’s Drive' },
      'google-drive',
      identifySteps('running'),
    ),
    act: async (page: Page) => {
      await watch(page);
      await page.evaluate((ended) => window.harnessPush({ operations: [ended] }), {
        ...operation({ providerId: 'google-drive', status: 'cancelled' }),
        steps: identifySteps('cancelled'),
      });
      await page.getByRole('heading', { name: 'Connecting was cancelled' }).waitFor();
    },
  },
  {
    name: 'ask-mfa',
    snapshot: asked(
      { kind: 'secret', secret: 'mfa-code' },
      'sts-session-token',
      stepsAt(0, ['get-temporary-keys', 'identify', 'save']),
    ),
    act: watch,
  },
  {
    name: 'ask-s3-keys',
    snapshot: asked(
      { kind: 'secret', secret: 's3-keys' },
      's3-aws',
      stepsAt(0, ['verify', 'save']),
    ),
    act: watch,
  },
];
