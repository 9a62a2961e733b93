import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templateSchema } from '../../../electron/providers/template/parse.ts';
import type { OAuthTemplate } from '../../../electron/providers/template/schema.ts';
import type { OAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { type OAuthProfileId, oauthProfiles } from '../../stand-ins/profiles/index.ts';
import type { StandInWorld } from '../../stand-ins/stand-in-world.ts';
import { projectFolder } from '../app/package-app.ts';
import { freePort } from '../network/raw-socket.ts';
import { relocateTemplate } from '../oauth/relocate-template.ts';
import type { Offer } from './offer.ts';
import { storageOffers } from './offers-storage.ts';

/** Ships with addresses of its own, so the stand-in is reached by a copy of its template. */
const templateOf = {
  'google-drive': 'google',
  dropbox: 'dropbox',
  onedrive: 'microsoft',
  box: 'box',
  pcloud: 'pcloud',
} as const satisfies Record<string, OAuthProfileId>;

// Read as a file: not every loader of the tests can import JSON.
const templateCalled = async (id: string): Promise<OAuthTemplate> => {
  const path = join(projectFolder, 'electron/providers/templates', `${id}.json`);
  const template = templateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  if (template.kind !== 'oauth2') throw new Error(`${id} is no OAuth template`);
  return template;
};

/** A template that ships, with the stand-in's origin in place of every address of its own. */
export const standInTemplate = async (
  id: keyof typeof templateOf,
  { origin }: OAuthProvider,
): Promise<OAuthTemplate> => {
  const template = await templateCalled(id);
  const moved = relocateTemplate(
    template,
    Object.fromEntries(template.contacts.map((host) => [host, origin])),
  );
  // What ships cannot be replaced by an import.
  return {
    ...moved,
    id: `${id}-stand-in` as OAuthTemplate['id'],
    name: `${template.name} (stand-in)`,
  };
};

/** Starts the stand-in that `standInTemplate` leads to. */
export const startTemplateProvider = async (
  world: StandInWorld,
  id: keyof typeof templateOf,
): Promise<OAuthProvider> => {
  const provider = await world.startOAuthProvider(oauthProfiles[templateOf[id]]);
  if (provider.profile.issuer !== null) provider.settings.issuer = provider.origin;
  // pCloud's redirect names the host that takes the code.
  if (id === 'pcloud') provider.settings.hostname = new URL(provider.origin).host;
  return provider;
};

/** The client, under the labels that the provider's form gives it. */
const credentials = ({ client }: OAuthProvider, { client: labels }: OAuthTemplate) => [
  [labels.idLabel ?? 'Client ID', client.clientId] as const,
  ...(client.clientSecret === null
    ? []
    : [[labels.secretLabel ?? 'Client secret', client.clientSecret] as const]),
];

/** The file that Google's console gives for a client of the type Desktop app. */
const googleClientFile = ({ client, endpoints }: OAuthProvider): string =>
  JSON.stringify({
    installed: {
      client_id: client.clientId,
      project_id: 'stand-in',
      auth_uri: endpoints.authorization,
      token_uri: endpoints.token,
      client_secret: client.clientSecret,
      redirect_uris: ['http://localhost'],
    },
  });

/** Starts a stand-in for every provider and writes the files that the offers name into `folder`. */
export const startOffers = async (
  world: StandInWorld,
  folder: string,
): Promise<readonly Offer[]> => {
  await mkdir(folder, { recursive: true });
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const consent = { templateFile: null, dropFile: null, afterwards: ['consent'] } as const;
  const offers: Offer[] = [];

  for (const id of Object.keys(templateOf) as (keyof typeof templateOf)[]) {
    const provider = await startTemplateProvider(world, id);
    const template = await standInTemplate(id, provider);
    const isGoogle = id === 'google-drive';
    offers.push({
      ...consent,
      name: template.name,
      label: template.name.replace(' (stand-in)', ''),
      templateFile: await write(`${template.id}.json`, `${JSON.stringify(template, null, 2)}\n`),
      dropFile: isGoogle ? await write('client_secret.json', googleClientFile(provider)) : null,
      values: isGoogle ? [] : credentials(provider, template),
    });
  }

  const { client, storx, accessService } = world;
  offers.push({
    ...consent,
    name: 'StorX token endpoint',
    label: 'Team archive',
    values: [
      ['Client ID', client.clientId],
      ['Client secret', client.clientSecret],
      ['Consent page', storx.consentUrl],
      ['Token endpoint', storx.tokenUrl],
      ['Access service', accessService.url],
    ],
    afterwards: [
      { label: 'Encryption passphrase', value: 'correct horse battery staple' },
      'consent',
      'review',
    ],
  });

  const jx = await world.startOAuthProvider(oauthProfiles.jx);
  // It compares redirect URIs as text, so the port has to be one that nobody else has.
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  const jxClient = jx.registerClient({ redirectUris: [redirectUri] });
  const env = [
    `CLIENT_ID=${jxClient.clientId}`,
    `CLIENT_SECRET=${jxClient.clientSecret}`,
    `REDIRECT_URI=${redirectUri}`,
    `TOKEN_URL=${jx.endpoints.token}`,
  ];
  offers.push({
    ...consent,
    name: 'JX Solutions',
    label: 'JX Solutions',
    dropFile: await write('jx.env', `${env.join('\n')}\n`),
    values: [['Authorization URL', jx.endpoints.authorization]],
  });

  const typed = async (
    id: 'omniport' | 'oidc' | 'oauth2',
    profile: OAuthProfileId,
    label: string,
    values: (provider: OAuthProvider) => Offer['values'],
  ): Promise<OAuthProvider> => {
    const template = await templateCalled(id);
    const provider = await world.startOAuthProvider(oauthProfiles[profile]);
    offers.push({
      ...consent,
      name: template.name,
      label,
      values: [...values(provider), ...credentials(provider, template)],
    });
    return provider;
  };
  await typed('omniport', 'omniport', 'Campus', ({ origin }) => [['Address of the site', origin]]);
  await typed('oidc', 'oidc', 'Company sign-in', ({ origin }) => [['Issuer', origin]]);
  await typed('oauth2', 'oidc', 'Own server', ({ endpoints }) => [
    ['Authorization URL', endpoints.authorization],
    ['Token URL', endpoints.token],
    ['Revocation URL', endpoints.revocation ?? ''],
    ['Userinfo URL', endpoints.identity ?? ''],
    ['Scopes', 'email offline_access'],
  ]);

  const alloy = await world.startAlloy();
  offers.push({
    ...consent,
    name: 'Alloy Automation',
    label: 'Team wiki',
    values: [
      ['API key', alloy.apiKey],
      ['App to connect', 'notion'],
      ['Alloy address', alloy.origin],
    ],
  });
  return [...offers, ...(await storageOffers(world, write))];
};

/** Writes the offers as a person reads them in a terminal. */
export const describeOffers = (offers: readonly Offer[]): string =>
  offers
    .map(({ name, templateFile, dropFile, values, afterwards }) =>
      [
        `  ${name}`,
        ...(templateFile === null ? [] : [line('import first', templateFile)]),
        ...(dropFile === null ? [] : [line('drop onto the form', dropFile)]),
        ...values.map(([label, value]) => line(label, value)),
        ...afterwards.flatMap((turn) =>
          typeof turn === 'string' ? [] : [line(turn.label, turn.value)],
        ),
      ].join('\n'),
    )
    .join('\n\n');

const line = (what: string, value: string): string => `    ${what.padEnd(26)}${value}`;
