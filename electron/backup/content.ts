import { z } from 'zod';
import { maxTemplateFileLength } from '../../shared/limits.ts';
import type { CopiedConnection } from '../connections/use-cases/copies.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { parseJson } from '../platform/json.ts';
import { accountName, tagName } from '../providers/account-name.ts';
import { copiedRecordSchema } from '../storage/metadata/schema.ts';

/** What a backup holds. */
export type BackupContent = {
  readonly copies: readonly CopiedConnection[];
  /** The templates that people brought and that the accounts need, as their files. */
  readonly templates: readonly string[];
};

const maxAccounts = 50_000;

const contentSchema = z.object({
  accounts: z
    .array(
      z.object({
        record: copiedRecordSchema,
        fields: z.record(z.string().max(60), z.string().min(1)),
      }),
    )
    .max(maxAccounts),
  templates: z.array(z.string().max(maxTemplateFileLength)).max(1_000),
});

/** Writes the text that is encrypted. */
export const writeContent = ({ copies, templates }: BackupContent): Secret => {
  const accounts = copies.map(({ record, fields }) => ({
    record,
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, secret]) => [name, secret.expose()]),
    ),
  }));
  return new Secret(JSON.stringify({ accounts, templates }));
};

/**
 * Reads the text that was encrypted. Throws `backup.not-a-backup`. Whoever has the public key can write
 * one, so names become what can be shown, as typed ones do.
 */
export const readContent = (text: Secret): BackupContent => {
  const parsed = contentSchema.safeParse(parseJson(text.expose()));
  if (!parsed.success) throw new AppError('backup.not-a-backup');
  const { accounts, templates } = parsed.data;
  const copies = accounts.map(({ record, fields }) => ({
    record: {
      ...record,
      label: accountName(record.label) ?? record.providerId,
      tags: record.tags.flatMap((tag) => tagName(tag) ?? []),
      facts: { ...record.facts, account: accountName(record.facts.account ?? '') },
    },
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, new Secret(value)]),
    ),
  }));
  return { copies, templates };
};
