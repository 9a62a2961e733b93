import { type ProviderId, providerIdSchema } from '../../shared/ids.ts';
import type { FormInput } from '../../shared/provider-descriptor.ts';
import { isAppError } from '../diagnostics/errors.ts';
import type { ProviderAdapter } from './adapter.ts';
import { readPastedKeys } from './s3/paste/keys.ts';
import { vendorOf } from './s3/prefill.ts';

const read = ({ prefill }: ProviderAdapter, text: string): FormInput => {
  try {
    return prefill?.(text) ?? {};
  } catch (error) {
    if (isAppError(error)) return {};
    throw error;
  }
};

const namesHost = (text: string, { contacts = [] }: ProviderAdapter['descriptor']): boolean =>
  contacts.some((host) => text.includes(host.replace(/^\*\./, '')));

const namesItself = (text: string, { id }: ProviderAdapter['descriptor']): boolean =>
  id.split('-').some((word) => new RegExp(`(?<![a-z])${word}(?![a-z])`).test(text));

/**
 * Finds whose form a dropped file or pasted block fills: S3 keys by their endpoint or shape, an OAuth
 * client by the provider that is named beside it, else by the addresses of a server of one's own. Null
 * when it fills none, or does not say whose it is. Pure.
 */
export const recognize = (
  text: string,
  adapters: readonly ProviderAdapter[],
): ProviderId | null => {
  const keys = readPastedKeys(text);
  if (keys !== null) return providerIdSchema.parse(vendorOf(keys));
  const clients = adapters
    .filter(({ descriptor: { prefill } }) => prefill?.endsWith('-client') === true)
    .map((adapter) => ({ ...adapter, input: read(adapter, text) }))
    .filter(({ input }) => Object.keys(input).length > 0);
  const named = clients.filter(({ descriptor }) => descriptor.group !== 'own');
  const lower = text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const found =
    named.find(({ descriptor }) => namesHost(lower, descriptor)) ??
    named.find(({ descriptor }) => namesItself(lower, descriptor)) ??
    clients.find(
      ({ descriptor: { group, fields }, input }) =>
        group === 'own' &&
        fields.some(({ kind, name }) => kind === 'url' && Object.hasOwn(input, name)),
    );
  return found === undefined ? null : providerIdSchema.parse(found.descriptor.id);
};

/** Gives what the file calls the user or profile of its keys; null for none. Pure. */
export const ownerIn = (text: string): string | null => readPastedKeys(text)?.owner ?? null;
