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

/**
 * Keeps the secrets of a dropped file in main until the form that it filled has connected an account,
 * so that they never travel to the window.
 *
 * They outlive a connect that failed, for another try with the same form, but no ten minutes without
 * one and no lock of the screen: a person who went away comes back to a file that is still there.
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
    keep: (adapter: ProviderAdapter, filled: FormInput) => {
      const { id: providerId, fields } = adapter.descriptor;
      const isSecret = (name: string): boolean =>
        fields.some((field) => field.name === name && field.kind === 'secret');
      const secrets = new Map<string, Secret>();
      const values: FormInput = {};
      for (const [name, value] of Object.entries(filled)) {
        if (isSecret(name) && typeof value === 'string') secrets.set(name, new Secret(value));
        else values[name] = value;
      }
      const draft = random.uuid();
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
    /** Waits once more for another try; nothing when it is gone by now. */
    keepOn: (draft: string | null): void => {
      const kept = draft === null ? undefined : drafts.get(draft);
      if (draft !== null && kept !== undefined) putLast(draft, kept);
    },
    drop: (draft: string | null): void => {
      if (draft !== null) drop(draft);
    },
    dropAll: (): void => {
      for (const id of [...drafts.keys()]) drop(id);
    },
  };
};
