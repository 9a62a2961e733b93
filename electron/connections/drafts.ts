import type { ProviderId } from '../../shared/ids.ts';
import type { FormInput } from '../../shared/provider-descriptor.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { Clock, Random } from '../platform/ports.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';

/** How long a draft waits for the person to go on. */
const idleMs = 10 * 60_000;
const draftsKept = 8;

type Draft = {
  readonly providerId: string;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly cancelTimer: () => void;
};

/** What the window learns of a draft: which secrets are kept, and by which name to ask for them. */
export type DraftView = { readonly draft: string; readonly secretFields: string[] };

/**
 * Keeps the secrets of a form in main until it has connected an account: those of a dropped file, which
 * never travel to the window, and those that were typed and sent, which never travel back.
 *
 * They outlive a connect that failed, for another try with the same form, but no ten minutes without
 * one, no lock of the screen, and not the form's being left: whoever went away types them again.
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

  return {
    /** Keeps a form's secrets, in the place of what is kept under that name already. */
    keep: (
      adapter: ProviderAdapter,
      filled: FormInput,
      draft: string = random.uuid(),
    ): DraftView & { readonly values: FormInput } => {
      const { id: providerId, fields } = adapter.descriptor;
      const isSecret = (name: string): boolean =>
        fields.some((field) => field.name === name && field.kind === 'secret');
      const secrets = new Map<string, Secret>();
      const values: FormInput = {};
      for (const [name, value] of Object.entries(filled)) {
        if (!isSecret(name) || typeof value !== 'string') values[name] = value;
        else if (value !== '') secrets.set(name, new Secret(value));
      }
      putLast(draft, { providerId, secrets });
      return { draft, values, secretFields: [...secrets.keys()] };
    },
    /**
     * Fills in the kept secrets of the fields that the form left out. One that came empty was cleared
     * by the person, or is of no use to the choices made, and stays empty.
     */
    complete: (draft: string | null, providerId: ProviderId, input: FormInput): FormInput => {
      if (draft === null) return input;
      const kept = drafts.get(draft);
      if (kept === undefined || kept.providerId !== providerId) {
        throw new AppError('prefill.not-understood', { params: { reason: 'dropped' } });
      }
      putLast(draft, kept);
      const whole: FormInput = { ...input };
      for (const [name, secret] of kept.secrets) {
        if (!Object.hasOwn(whole, name)) whole[name] = secret.expose();
      }
      return whole;
    },
    /** Lets a draft outlast the connect that it is used for, however long a sign-in takes. */
    hold: (draft: string): void => drafts.get(draft)?.cancelTimer(),
    /** Waits once more for another try; nothing when it is gone by now. */
    keepOn: (draft: string): void => {
      const kept = drafts.get(draft);
      if (kept !== undefined) putLast(draft, kept);
    },
    drop,
    dropAll: (): void => {
      for (const id of [...drafts.keys()]) drop(id);
    },
  };
};
