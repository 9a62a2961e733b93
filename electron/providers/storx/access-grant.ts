import { z } from 'zod';
import { providerIdSchema } from '../../../shared/ids.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../adapter.ts';
import { readForm } from '../form-reader.ts';
import { readSettings } from '../settings.ts';
import {
  exchangeForKeys,
  grantOperations,
  readGrant,
  readRegion,
  regionField,
  reviewGrant,
  storxAccessServices,
} from './grant-credential.ts';

const networks = ['storj', 'storx', 'custom'] as const;

/** Access services by network. Source: Storj gateway documentation. */
const accessServices = {
  storj: ['https://auth.storjshare.io'],
  storx: storxAccessServices,
} as const;

const settingsSchema = z.object({
  network: z.enum(networks),
  accessServiceUrl: z.string(),
  region: z.string(),
});
type Settings = z.infer<typeof settingsSchema>;

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
  read: (current) => readSettings(settingsSchema, current.settings),
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
    fields: [
      {
        kind: 'secret',
        name: 'accessGrant',
        label: 'Access grant',
        help: 'A long text that starts with 1. It can decrypt your data, so it goes straight to the keychain.',
        required: true,
        multiline: true,
      },
      {
        kind: 'choice',
        name: 'network',
        label: 'Network',
        required: true,
        initial: 'storj',
        options: [
          { value: 'storj', label: 'Storj' },
          { value: 'storx', label: 'StorX' },
          { value: 'custom', label: 'Custom access service' },
        ],
      },
      {
        kind: 'url',
        name: 'accessServiceUrl',
        label: 'Access service',
        help: 'The host that answers /v1/access. https, or http on this computer.',
        required: true,
        placeholder: 'https://auth.example.com',
        shownWhen: { field: 'network', equals: ['custom'] },
      },
      regionField,
    ],
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
    const form = readForm(input);
    const grant = form.secret('accessGrant', { max: 8192 });
    const network = form.choice('network', networks);
    const settings: Settings = {
      network,
      accessServiceUrl: network === 'custom' ? form.url('accessServiceUrl') : '',
      region: readRegion(form),
    };
    form.finish();
    readGrant(grant);
    return (context) => exchange(context, settings, grant);
  },
  ...operations,
};
