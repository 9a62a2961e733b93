import type { z } from 'zod';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { SecretFields } from '../keychain/secret-store.ts';
import type { BasicForm, TokenSet } from '../oauth/types.ts';

/** As many texts as the metadata take in one list; a form refuses more before anything happens. */
export const maxListItems = 64;

/** Reads stored settings by the adapter's own schema; a hand-edited file gives a clear error. */
export const readSettings = <T>(schema: z.ZodType<T>, settings: unknown): T => {
  const parsed = schema.safeParse(settings);
  if (!parsed.success)
    throw new AppError('connection.unreadable-settings', { cause: parsed.error });
  return parsed.data;
};

/** Takes a field that the adapter itself stored; its absence means the item was altered. */
export const requireField = (fields: SecretFields, name: string): Secret => {
  const field = fields[name];
  if (field === undefined) throw new AppError('keychain.corrupt');
  return field;
};

/** The settings with what a token reply taught: what the server took is tried first from now on. */
export const learnt = <S extends { readonly basicForm: BasicForm }>(
  settings: S,
  { basicForm }: Pick<TokenSet, 'basicForm'>,
): S => (basicForm === undefined ? settings : { ...settings, basicForm });
