import type { ProviderId } from '../../shared/ids.ts';
import type { FormInput } from '../../shared/provider-descriptor.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { Clock, Random } from '../platform/ports.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';

const draftLifetimeMs = 30 * 60_000;
const draftsKept = 8;

type Draft = {
  readonly providerId: string;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly expiresAtMs: number;
};

/**
 * Keeps the secrets of a dropped file in main until the form that it filled is sent, so that they
 * never travel to the window.
 */
export const createDrafts = ({ clock, random }: { clock: Clock; random: Random }) => {
  const drafts = new Map<string, Draft>();

  const sweep = (): void => {
    for (const [id, draft] of drafts) {
      if (draft.expiresAtMs <= clock.monotonicMs()) drafts.delete(id);
    }
    for (const id of [...drafts.keys()].slice(0, Math.max(0, drafts.size - draftsKept))) {
      drafts.delete(id);
    }
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
      drafts.set(draft, {
        providerId,
        secrets,
        expiresAtMs: clock.monotonicMs() + draftLifetimeMs,
      });
      sweep();
      return { draft, values, secretFields: [...secrets.keys()] };
    },
    /** Fills in the kept secrets where the person typed none of their own. */
    complete: (draft: string | null, providerId: ProviderId, input: FormInput): FormInput => {
      if (draft === null) return input;
      sweep();
      const kept = drafts.get(draft);
      if (kept === undefined || kept.providerId !== providerId) {
        throw new AppError('prefill.not-understood');
      }
      const whole: FormInput = { ...input };
      for (const [name, secret] of kept.secrets) {
        if (whole[name] === undefined || whole[name] === '') whole[name] = secret.expose();
      }
      return whole;
    },
    drop: (draft: string | null): void => {
      if (draft !== null) drafts.delete(draft);
    },
  };
};
