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
    label: 'Access grant',
    help: 'A long text that starts with 1. It can decrypt your data, so it goes straight to the keychain.',
    multiline: true,
    max: 8192,
  },
  network: {
    kind: 'choice',
    label: 'Network',
    initial: 'storj',
    options: [
      { value: 'storj', label: 'Storj' },
      { value: 'storx', label: 'StorX' },
      { value: 'custom', label: 'Custom access service' },
    ],
  },
  accessServiceUrl: {
    kind: 'url',
    label: 'Access service',
    help: 'The host that answers /v1/access. https, or http on this computer.',
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
): Promise<Credential> => ({
  settings,
  fields: await exchangeForKeys(context, servicesOf(settings), grant),
});

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
    name: 'Access grant',
    action: 'Add an access grant',
    summary: 'Paste a Storj or StorX access grant and get S3 keys.',
    group: 'keys',
    mark: 'storj',
    fields: form.fields,
    guide: [
      'In the Storj or StorX console, create an access grant with the permissions your tools need.',
      'Paste the grant here. Stowkey checks it on this computer first.',
      'The network’s access service turns it into S3 keys.',
    ],
    links: [
      { label: 'Open Storj', url: 'https://www.storj.io' },
      { label: 'Open StorX', url: 'https://storx.io' },
    ],
    afterDisconnect:
      'To end them, revoke the access grant where it was made: in the console, or with “uplink revoke”.',
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
