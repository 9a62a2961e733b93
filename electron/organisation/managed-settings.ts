import { z } from 'zod';
import { providerIdSchema } from '../../shared/ids.ts';
import { allLocks, consumerKinds, type Locks, noLocks } from '../../shared/organisation.ts';
import { settingChoices } from '../../shared/settings.ts';
import { type SuggestedSettings, suggestedSettingsSchema } from '../../shared/settings-schemas.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { parseJson } from '../platform/json.ts';
import { bundleKeySchema, bundleUrlSchema, organisationNameSchema, whereOf } from './names.ts';
import type { ManagedPlace } from './place.ts';

const off = z.literal('off').exactOptional();

const lockedSchema = z.strictObject({
  providers: z.array(providerIdSchema).max(200).exactOptional(),
  consumers: z.array(z.enum(consumerKinds)).max(2).exactOptional(),
  endpoint: off,
  reveal: off,
  clipboardSecondsAtMost: z.literal(settingChoices.clipboardSeconds).exactOptional(),
  backup: off,
});

/** What an administrator writes; anything that it does not name is refused, for a typing error locks nothing. */
const managedSettingsSchema = z.strictObject({
  stowkeyManaged: z.literal(1),
  /** Who locks, as the person knows them. */
  organisation: organisationNameSchema,
  defaults: suggestedSettingsSchema.exactOptional(),
  locked: lockedSchema.exactOptional(),
  /** Offered to the person, who still reviews it; one by another key is refused. */
  bundle: z.strictObject({ url: bundleUrlSchema, key: bundleKeySchema }).exactOptional(),
});
type OfferedBundle = NonNullable<z.infer<typeof managedSettingsSchema>['bundle']>;

/** What an organisation has set on this computer. */
export type ManagedSettings = {
  /** Null where nobody has set anything, and where that cannot be read. */
  readonly organisation: string | null;
  readonly defaults: SuggestedSettings;
  readonly locks: Locks;
  readonly bundle: OfferedBundle | null;
  /** Why they cannot be used (`organisation.unreadable`): everything is locked then. */
  readonly error: AppError | null;
};

const unmanaged: ManagedSettings = {
  organisation: null,
  defaults: {},
  locks: noLocks,
  bundle: null,
  error: null,
};

const locksOf = (locked: z.infer<typeof lockedSchema>): Locks => ({
  providers: locked.providers ?? null,
  consumers: locked.consumers ?? null,
  endpointOff: locked.endpoint === 'off',
  revealOff: locked.reveal === 'off',
  clipboardSecondsAtMost: locked.clipboardSecondsAtMost ?? null,
  backupOff: locked.backup === 'off',
});

/** Reads the document. Throws `organisation.unreadable`, with the first place at fault. */
export const parseManagedSettings = (text: string): ManagedSettings => {
  const data = parseJson(text);
  if (data === undefined)
    throw new AppError('organisation.unreadable', { params: { reason: 'json' } });
  const parsed = managedSettingsSchema.safeParse(data);
  if (!parsed.success) {
    const where = whereOf(parsed.error.issues[0]);
    throw new AppError('organisation.unreadable', {
      params: where === '' ? { reason: 'document' } : { reason: 'entry', where },
    });
  }
  const { organisation, defaults = {}, locked = {}, bundle = null } = parsed.data;
  return { organisation, defaults, locks: locksOf(locked), bundle, error: null };
};

/**
 * Reads what the organisation has set; never throws. What is there and cannot be used locks everything
 * that can be locked: what an administrator meant to lock does not come open by a typing error.
 */
export const readManagedSettings = async ({
  name,
  read,
}: ManagedPlace): Promise<ManagedSettings> => {
  try {
    const text = await read();
    return text === null ? unmanaged : parseManagedSettings(text);
  } catch (error) {
    const params = isAppError(error, 'organisation.unreadable')
      ? error.params
      : { reason: 'unreadable' };
    return {
      ...unmanaged,
      locks: allLocks,
      error: new AppError('organisation.unreadable', {
        params: { ...params, place: name },
        cause: error,
      }),
    };
  }
};
