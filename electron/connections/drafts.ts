import type { FormInput } from '../../shared/provider-descriptor.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';

/** How long a draft waits for the person to go on. */
const idleMs = 10 * 60_000;
const draftsKept = 8;

type Draft = {
  /** A provider that was replaced under its name is another one. */
  readonly adapter: ProviderAdapter;
  readonly secrets: ReadonlyMap<string, Secret>;
  /** Where the secrets were to be sent: the origin in each field for an address, empty without one. */
  readonly origins: ReadonlyMap<string, string>;
  readonly cancelTimer: () => void;
};

/** What the window learns of a draft: which secrets are kept, and by which name to ask for them. */
export type DraftView = { readonly draft: string; readonly secretFields: string[] };

/** The whole text where it is no address with a host, so that two of those are never alike. */
const originOf = (address: FormInput[string] | undefined): string => {
  const text = typeof address === 'string' ? address.trim() : '';
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  return origin === 'null' ? text : origin;
};

/**
 * Keeps the secrets of a form in main until it has connected an account: those of a dropped file, which
 * never travel to the window, and those that were typed and sent, which never travel back.
 *
 * They outlive a connect that failed, for another try with the same form, but no ten minutes without
 * one, no lock of the screen, and not the form's being left: whoever went away types them again.
 * They are for the addresses that the form said, because the window could name others.
 */
export const createDrafts = ({ clock, random }: { clock: Clock; random: Random }) => {
  const drafts = new Map<string, Draft>();

  const drop = (id: string): void => {
    drafts.get(id)?.cancelTimer();
    drafts.delete(id);
  };

  const putLast = (id: string, draft: Omit<Draft, 'cancelTimer'>): void => {
    drop(id);
    drafts.set(id, { ...draft, cancelTimer: clock.after(idleMs, () => drop(id)) });
    for (const old of [...drafts.keys()].slice(0, -draftsKept)) drop(old);
  };

  const keep = (
    draft: string,
    adapter: ProviderAdapter,
    filled: FormInput,
    addressFields: readonly string[],
  ): DraftView & { readonly values: FormInput } => {
    const isSecret = (name: string): boolean =>
      adapter.descriptor.fields.some((field) => field.name === name && field.kind === 'secret');
    const secrets = new Map<string, Secret>();
    const values: FormInput = {};
    for (const [name, value] of Object.entries(filled)) {
      if (!isSecret(name) || typeof value !== 'string') values[name] = value;
      else if (value !== '') secrets.set(name, new Secret(value));
    }
    const origins = new Map(addressFields.map((name) => [name, originOf(filled[name])]));
    putLast(draft, { adapter, secrets, origins });
    return { draft, values, secretFields: [...secrets.keys()] };
  };

  const addressFieldsOf = ({ descriptor }: ProviderAdapter): readonly string[] =>
    descriptor.fields.flatMap(({ kind, name }) => (kind === 'url' ? [name] : []));

  const gone = (reason: 'dropped' | 'other-address'): AppError =>
    new AppError('prefill.not-understood', { params: { reason } });

  return {
    /** Keeps what a file said. The person has yet to say the addresses that are not in it. */
    keepFile: (adapter: ProviderAdapter, filled: FormInput) => {
      const said = addressFieldsOf(adapter).filter((name) => Object.hasOwn(filled, name));
      return keep(random.uuid(), adapter, filled, said);
    },
    /** Keeps the secrets of a form that was sent, in the place of the draft that it went on from. */
    keepForm: (adapter: ProviderAdapter, form: FormInput, draft: string | null): DraftView =>
      keep(draft ?? random.uuid(), adapter, form, addressFieldsOf(adapter)),
    /**
     * Fills in the kept secrets of the fields that the form left out. One that came empty was cleared
     * by the person, or is of no use to the choices made, and stays empty. Drops them all rather than
     * fill one in for another address.
     */
    complete: (draft: string | null, adapter: ProviderAdapter, input: FormInput): FormInput => {
      if (draft === null) return input;
      const kept = drafts.get(draft);
      if (kept?.adapter !== adapter) throw gone('dropped');
      const leftOut = [...kept.secrets].filter(([name]) => !Object.hasOwn(input, name));
      const leadsElsewhere = [...kept.origins].some(
        ([name, origin]) => originOf(input[name]) !== origin,
      );
      if (leftOut.length > 0 && leadsElsewhere) {
        drop(draft);
        throw gone('other-address');
      }
      putLast(draft, kept);
      const filledIn = leftOut.map(([name, secret]) => [name, secret.expose()] as const);
      return { ...input, ...Object.fromEntries(filledIn) };
    },
    /** Lets a draft outlast the connect that it is used for, however long a sign-in takes. */
    hold: (draft: string): void => drafts.get(draft)?.cancelTimer(),
    /** Waits once more for another try; nothing when it is gone by now. */
    release: (draft: string): void => {
      const kept = drafts.get(draft);
      if (kept !== undefined) putLast(draft, kept);
    },
    drop,
    dropAll: (): void => {
      for (const id of [...drafts.keys()]) drop(id);
    },
  };
};
