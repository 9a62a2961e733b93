import type { FormField } from '../../../shared/provider-descriptor.ts';
import type { OAuthTemplate } from './schema.ts';
import { isAsked, type Shown } from './settings.ts';

type Redirect = OAuthTemplate['redirect'][number];

/** The redirect URI as it is to be registered, of a policy where the program makes it. */
export const registeredUri = (redirect: Redirect): string => {
  if (redirect.kind === 'ephemeral-ip') return `http://127.0.0.1${redirect.path}`;
  if (redirect.kind === 'ephemeral-localhost') return `http://localhost${redirect.path}`;
  return redirect.kind === 'paste' ? (redirect.uri ?? '') : '';
};

const policyLabels = {
  'ephemeral-ip': 'Any port of 127.0.0.1',
  'ephemeral-localhost': 'Any port of localhost',
  'fixed-ports': 'Fixed ports',
  typed: 'A redirect URI of my own',
  paste: 'Paste what the page shows',
} as const;

export const deviceCodeField = 'useDeviceCode';

/** The part of a template's form that says how the browser, or another device, comes back. */
export const redirectFields = (template: OAuthTemplate): FormField[] => {
  const { redirect, device } = template;
  const outer: Shown =
    device === undefined ? {} : { shownWhen: { field: deviceCodeField, equals: ['false'] } };
  const several = redirect.length > 1;
  return [
    ...(device === undefined
      ? []
      : [
          {
            kind: 'toggle',
            name: deviceCodeField,
            label: 'Use a device code',
            help:
              device.help ??
              'Shows a code to type on any other device, for computers without a browser.',
            required: false,
            initial: false,
            advanced: true,
          } satisfies FormField,
        ]),
    ...(several
      ? [
          {
            kind: 'choice',
            name: 'redirectPolicy',
            label: 'How the browser comes back',
            required: true,
            initial: redirect[0]?.kind ?? 'ephemeral-ip',
            options: redirect.map(({ kind }) => ({ value: kind, label: policyLabels[kind] })),
            ...(isAsked(template) ? {} : { advanced: true }),
            ...outer,
          } satisfies FormField,
        ]
      : []),
    ...redirect
      .filter(isRegistered)
      .map((each) =>
        redirectField(
          each,
          several ? { shownWhen: { field: 'redirectPolicy', equals: [each.kind] } } : outer,
        ),
      ),
  ];
};

/** Says whether there is an address to copy to the provider. */
const isRegistered = (redirect: Redirect): boolean => {
  if (redirect.kind === 'paste') return redirect.uri !== null;
  return !('needsRegistering' in redirect && redirect.needsRegistering === false);
};

const redirectField = (redirect: Redirect, shown: Shown): FormField => {
  if (redirect.kind === 'typed') {
    return {
      kind: 'text',
      name: 'redirectUri',
      label: 'Redirect URI',
      help: 'As registered, character for character. On this computer (http://127.0.0.1 or http://localhost, with a port) Stowkey listens there; elsewhere you paste the address that the browser ends at.',
      required: true,
      ...(redirect.initial === undefined ? {} : { initial: redirect.initial }),
      ...shown,
    };
  }
  if (redirect.kind === 'fixed-ports') {
    return {
      kind: 'checks',
      name: 'redirectUris',
      label: 'Registered redirect URIs',
      help: 'Add this address to your app.',
      required: true,
      initial: redirect.uris.slice(0, 1),
      options: redirect.uris.map((uri) => ({ value: uri, label: uri })),
      copyable: true,
      ...shown,
    };
  }
  const uri = registeredUri(redirect);
  return {
    kind: 'choice',
    name: fieldOfPolicy[redirect.kind],
    label: 'Redirect URI to register',
    help:
      redirect.kind === 'paste'
        ? 'Register it character for character. After signing in, copy the address of the page you end at.'
        : 'Register it character for character, where the provider asks for one. Any free port is used.',
    required: true,
    initial: uri,
    options: [{ value: uri, label: uri }],
    copyable: true,
    ...shown,
  };
};

const fieldOfPolicy = {
  'ephemeral-ip': 'redirectToAddress',
  'ephemeral-localhost': 'redirectToLocalhost',
  paste: 'redirectToPaste',
} as const;
