import { providerIdSchema } from '../../../shared/ids.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../adapter.ts';
import { defineForm } from '../define-form.ts';
import {
  exchangeForKeys,
  grantOperations,
  readGrant,
  regionField,
  reviewGrant,
  storxAccessServices,
} from './grant-credential.ts';

/** Access services by network. Source: Storj gateway documentation. */
const accessServices = {
  storj: ['https://auth.storjshare.io'],
  storx: storxAccessServices,
} as const;

const form = defineForm({
  accessGrant: {
    kind: 'secret',
    multiline: true,
    max: 8192,
  },
  network: {
    kind: 'choice',
    initial: 'storj',
    options: ['storj', 'storx', 'custom'],
  },
  accessServiceUrl: {
    kind: 'url',
    placeholder: 'https://auth.example.com',
    shownWhen: { field: 'network', equals: ['custom'] },
  },
  region: regionField,
});
type Settings = ReturnType<typeof form.stored>;

const servicesOf = (settings: Settings): readonly string[] =>
  settings.network === 'custom' ? [settings.accessServiceUrl] : accessServices[settings.network];

const exchange = async (
  context: ProviderContext,
  settings: Settings,
  grant: Secret,
): Promise<Credential> => {
  const got = await context.check(
    () => exchangeForKeys(context, servicesOf(settings), grant),
    settings.network === 'custom',
  );
  return got === null
    ? { settings, fields: { accessGrant: grant }, isUnchecked: true }
    : { settings, fields: got.found };
};

const operations = grantOperations<Settings>({
  read: (current) => form.stored(current.settings),
  accessServices: servicesOf,
  getAnotherGrant: async (context, settings, stored) => {
    const grant = await context.askSecret('access-grant');
    await reviewGrant(context, { grant, stateVerified: true }, stored);
    return exchange(context, settings, grant);
  },
});

/** Connects with an access grant made elsewhere: a Storj or StorX console, or `uplink`. */
export const accessGrant: ProviderAdapter = {
  descriptor: {
    id: providerIdSchema.parse('access-grant'),
    group: 'keys',
    mark: 'storj',
    fields: form.fields,
    links: [{ url: 'https://www.storj.io' }, { url: 'https://storx.io' }],
    capabilities: { refresh: true, verify: true, reconnect: true },
  },
  steps: { connect: ['exchange-grant', 'save'], refresh: ['exchange-grant', 'save'] },
  prepare: (input) => {
    const { settings, values } = form.read(input);
    readGrant(values.accessGrant);
    return (context) => exchange(context, settings, values.accessGrant);
  },
  ...operations,
};
