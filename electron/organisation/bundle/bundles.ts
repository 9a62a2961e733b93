import type { BundleReview } from '../../../shared/bundle.ts';
import type { Contract, ParsedArgument } from '../../../shared/contract.ts';
import type { ProviderId } from '../../../shared/ids.ts';
import {
  type ProviderDescriptor,
  providerDescriptorSchema,
} from '../../../shared/provider-descriptor.ts';
import type { SuggestedSettings } from '../../../shared/settings-schemas.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import type { Logger } from '../../diagnostics/logger.ts';
import type { Clock, HttpClient, OpenFile, Random } from '../../platform/interfaces.ts';
import { parseJson } from '../../platform/json.ts';
import type { KnownAnswers } from '../../providers/fitted.ts';
import { adapterOf } from '../../providers/template/library.ts';
import type { ProviderTemplate } from '../../providers/template/schema.ts';
import type { BundleStore } from '../../storage/bundle-store.ts';
import { bundleUrlSchema } from '../names.ts';
import { changesBetween } from './changes.ts';
import { contactsOf, requireFit } from './fit.ts';
import { type Bundle, parseBundle } from './format.ts';
import { maxSignedBytes, verifyBundle } from './signature.ts';

/** How long what was read waits for the person. */
const idleMs = 10 * 60_000;

type From = ParsedArgument<Contract['organisation']['reviewBundle']>;

/** A bundle whose signature and content are good. */
type Read = {
  readonly signed: string;
  readonly text: string;
  readonly key: string;
  readonly bundle: Bundle;
  /** Null for a file. */
  readonly url: string | null;
};

export type Bundles = {
  /** Null where none is in use. */
  readonly current: () => Pick<Read, 'bundle' | 'key' | 'url'> | null;
  /** What keeps the one that is kept from being used. */
  readonly error: () => AppError | null;
  readonly knownOf: (id: ProviderId) => KnownAnswers | undefined;
  readonly defaults: () => SuggestedSettings;
  /** Null when the person chose no file. Throws `bundle.*`, `file.*` and `server.*`. */
  readonly review: (from: From) => Promise<BundleReview | null>;
  /** Uses what was reviewed. Throws `bundle.gone` and `metadata.*`. */
  readonly accept: (review: string) => Promise<void>;
  /** Forgets it with its key; accounts stay. */
  readonly remove: () => Promise<void>;
};

export const openBundles = async (dependencies: {
  readonly store: BundleStore;
  readonly templates: {
    readonly takeBundle: (templates: readonly ProviderTemplate[]) => void;
    readonly isTaken: (id: ProviderId) => boolean;
  };
  /** A provider's form as it is without a bundle. */
  readonly descriptorOf: (id: ProviderId) => ProviderDescriptor | undefined;
  /** The key that an administrator named on this computer; null where none did. */
  readonly namedKey: string | null;
  readonly http: HttpClient;
  readonly openFile: OpenFile;
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly onChange: () => void;
}): Promise<Bundles> => {
  const { store, templates, namedKey, http, openFile, clock, random } = dependencies;
  let current: Read | null = null;
  let error: AppError | null = null;
  let held: (Read & { readonly id: string }) | null = null;
  let cancelTimer: () => void = () => {};

  const read = async (signed: string, url: string | null): Promise<Read> => {
    const { text, key } = await verifyBundle(signed);
    return { signed, text, key, bundle: parseBundle(text), url };
  };
  const take = (next: Read | null): void => {
    current = next;
    error = null;
    templates.takeBundle(next?.bundle.templates ?? []);
  };

  const kept = store.state().content;
  if (kept !== null) {
    try {
      const found = await read(kept.signed, kept.url);
      // What lies in the profile is believed no more than what was fetched.
      if (found.key !== (namedKey ?? kept.key)) throw new AppError('bundle.other-key');
      take(found);
    } catch (caught) {
      error = isAppError(caught) ? caught : new AppError('bundle.invalid', { cause: caught });
      dependencies.logger.warn('the bundle cannot be used', { error });
    }
  }

  const fetchFrom = async (address: string): Promise<string> => {
    const parsed = bundleUrlSchema.safeParse(address.trim());
    if (!parsed.success) {
      throw new AppError('input.invalid', { fields: { url: 'not-https' } });
    }
    const url = new URL(parsed.data);
    const { status, body } = await http({ method: 'GET', url, maxBodyBytes: maxSignedBytes });
    if (status !== 200) {
      throw new AppError('bundle.not-there', { params: { host: url.host, status } });
    }
    return body;
  };
  const get = async (from: From): Promise<{ signed: string; url: string | null } | null> => {
    if (from.from === 'url') return { signed: await fetchFrom(from.url), url: from.url.trim() };
    const file = await openFile('bundle', maxSignedBytes);
    return file === null ? null : { signed: file.text, url: null };
  };

  /** The key has to be the one that is pinned, by an administrator or with the first bundle. */
  const pinned = (): string | null =>
    namedKey ?? current?.key ?? store.state().content?.key ?? null;

  const requireNewer = (next: Read): void => {
    const serial = next.bundle.serial;
    const last = current?.bundle.serial ?? store.state().content?.serial ?? 0;
    const params = { serial, current: last };
    if (serial < last) throw new AppError('bundle.older', { params });
    if (current !== null && serial === last && next.text !== current.text) {
      throw new AppError('bundle.older', { params: { ...params, reason: 'same-serial' } });
    }
  };

  const forget = (): void => {
    cancelTimer();
    held = null;
  };

  const view = (id: string, next: Read): BundleReview => {
    const { bundle, key } = next;
    const isSame = next.text === current?.text;
    return {
      review: id,
      organisation: bundle.organisation,
      serial: bundle.serial,
      key,
      isKnownKey: key === pinned(),
      state: isSame ? 'same' : current === null ? 'first' : 'newer',
      contacts: [...contactsOf(bundle)],
      templates: (bundle.templates ?? []).map((template) =>
        providerDescriptorSchema.parse(adapterOf(template, 'imported').descriptor),
      ),
      forms: Object.entries(bundle.providers ?? {}).map(([providerId, form]) => ({
        providerId,
        values: form.values ?? {},
        required: form.required ?? [],
        links: form.links ?? [],
      })),
      defaults: bundle.defaults ?? {},
      links: bundle.links ?? [],
      changes:
        current === null ? [] : [...changesBetween(parseJson(current.text), parseJson(next.text))],
    };
  };

  return {
    current: () => current,
    error: () => error,
    knownOf: (id) => current?.bundle.providers?.[id],
    defaults: () => current?.bundle.defaults ?? {},
    review: async (from) => {
      forget();
      const got = await get(from);
      if (got === null) return null;
      const next = await read(got.signed, got.url);
      const expected = pinned();
      if (expected !== null && next.key !== expected) throw new AppError('bundle.other-key');
      requireNewer(next);
      requireFit(next.bundle, templates.isTaken, dependencies.descriptorOf);
      const id = random.uuid();
      held = { ...next, id };
      cancelTimer = clock.after(idleMs, forget);
      return view(id, next);
    },
    accept: async (review) => {
      const next = held;
      if (next === null || next.id !== review) throw new AppError('bundle.gone');
      const { signed, key, url, bundle } = next;
      await store.change(() => ({ signed, key, url, serial: bundle.serial }));
      forget();
      take(next);
      dependencies.onChange();
    },
    remove: async () => {
      forget();
      await store.erase();
      take(null);
      dependencies.onChange();
    },
  };
};
