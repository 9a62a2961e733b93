import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtInTemplates } from '../../electron/providers/template-catalogue.ts';
import type { OAuthTemplate } from '../../electron/providers/template-schema.ts';
import type { OAuthProvider } from '../stand-ins/oauth-provider.ts';
import { type OAuthProfileId, oauthProfiles } from '../stand-ins/profiles/index.ts';
import type { StandInWorld } from '../stand-ins/stand-in-world.ts';

/** What a person can connect to in the demo, and what to type. */
export type Offer = {
  /** As the gallery names it. */
  readonly name: string;
  /** A template to import first, for providers whose addresses are part of their template. */
  readonly templateFile: string | null;
  readonly values: readonly (readonly [label: string, value: string])[];
};

/** Ships with addresses of its own, so the stand-in is reached by a copy of its template. */
const templateOf = {
  'google-drive': 'google',
  dropbox: 'dropbox',
  onedrive: 'microsoft',
  box: 'box',
  pcloud: 'pcloud',
} as const satisfies Record<string, OAuthProfileId>;

/** Leads every address of a template to one origin; scopes look like addresses and stay. */
const atOrigin = (template: OAuthTemplate, origin: string): OAuthTemplate => {
  const move = <T>(part: T): T =>
    JSON.parse(
      JSON.stringify(part).replace(/"https:\/\/(?:\{\w+\}|[\w.-]+)(?=[/"])/g, `"${origin}`),
    ) as T;
  // Only compared, never asked.
  const issuer =
    template.server.kind === 'endpoints' && template.server.issuer !== undefined
      ? { issuer: template.server.issuer }
      : {};
  return {
    ...template,
    id: `${template.id}-stand-in` as OAuthTemplate['id'],
    name: `${template.name} (stand-in)`,
    contacts: [new URL(origin).host],
    server: { ...move(template.server), ...issuer } as OAuthTemplate['server'],
    identity: move(template.identity),
    revocation: move(template.revocation),
  };
};

/** The client, under the labels that the provider's form gives it. */
const credentials = ({ client }: OAuthProvider, { client: labels }: OAuthTemplate) => [
  [labels.idLabel ?? 'Client ID', client.clientId] as const,
  ...(client.clientSecret === null
    ? []
    : [[labels.secretLabel ?? 'Client secret', client.clientSecret] as const]),
];

const templateCalled = (id: string): OAuthTemplate => {
  const template = builtInTemplates.find((each) => each.id === id);
  if (template?.kind !== 'oauth2') throw new Error(`no OAuth template is called ${id}`);
  return template;
};

/** Starts a stand-in for every provider and writes the templates that lead there into `folder`. */
export const startOffers = async (
  world: StandInWorld,
  folder: string,
): Promise<readonly Offer[]> => {
  await mkdir(folder, { recursive: true });
  const offers: Offer[] = [];
  for (const [id, profile] of Object.entries(templateOf)) {
    const template = templateCalled(id);
    const provider = await world.startOAuthProvider(oauthProfiles[profile]);
    const moved = atOrigin(template, provider.origin);
    const templateFile = join(folder, `${moved.id}.json`);
    await writeFile(templateFile, `${JSON.stringify(moved, null, 2)}\n`);
    offers.push({ name: moved.name, templateFile, values: credentials(provider, template) });
  }

  const typed = async (
    id: string,
    profile: OAuthProfileId,
    values: (provider: OAuthProvider) => Offer['values'],
  ): Promise<void> => {
    const template = templateCalled(id);
    const provider = await world.startOAuthProvider(oauthProfiles[profile]);
    offers.push({
      name: template.name,
      templateFile: null,
      values: [...values(provider), ...credentials(provider, template)],
    });
  };
  await typed('jx-solutions', 'jx', ({ endpoints }) => [
    ['Authorization URL', endpoints.authorization],
    ['Token URL', endpoints.token],
  ]);
  await typed('omniport', 'omniport', ({ origin }) => [['Address of the site', origin]]);
  await typed('oidc', 'oidc', ({ origin }) => [['Issuer', origin]]);

  const alloy = await world.startAlloy();
  offers.push({
    name: 'Alloy Automation',
    templateFile: null,
    values: [
      ['API key', alloy.apiKey],
      ['App to connect', 'notion'],
      ['Alloy address (More options)', alloy.origin],
    ],
  });
  return offers;
};

/** Writes the offers as a person reads them in a terminal. */
export const describeOffers = (offers: readonly Offer[]): string =>
  offers
    .map(({ name, templateFile, values }) =>
      [
        `  ${name}`,
        ...(templateFile === null ? [] : [`    import first      ${templateFile}`]),
        ...values.map(([label, value]) => `    ${label.padEnd(18)}${value}`),
      ].join('\n'),
    )
    .join('\n\n');
