import { z } from 'zod';
import { providerIdSchema } from '../../../shared/ids.ts';
import { suggestedSettingsSchema } from '../../../shared/settings-schemas.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { holdsSecret } from '../../diagnostics/redaction.ts';
import { isJsonObject, parseJson } from '../../platform/json.ts';
import { templateSchema } from '../../providers/template/parse.ts';
import { organisationNameSchema, whereOf } from '../names.ts';

/** Larger ones are refused; it is the signed text that counts. */
export const maxBundleBytes = 256 * 1024;

const fieldName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/);
const link = z.strictObject({
  label: organisationNameSchema,
  url: z.url({ protocol: /^https$/ }).max(512),
});

/** What an organisation knows of a provider's form before the person does. */
const providerFormSchema = z.strictObject({
  /** Client IDs, redirect URIs, regions and the like, by the form's own names for its fields. */
  values: z
    .record(
      fieldName,
      z.union([z.string().max(512), z.number(), z.boolean(), z.array(z.string().max(256)).max(64)]),
    )
    .exactOptional(),
  /** Fields that the form could do without, and the organisation cannot. */
  required: z.array(fieldName).max(20).exactOptional(),
  links: z.array(link).max(6).exactOptional(),
});

const bundleSchema = z.strictObject({
  stowkeyBundle: z.literal(1),
  organisation: organisationNameSchema,
  /** Higher with each one that is given out; a lower one than the last is refused. */
  serial: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  templates: z.array(templateSchema).max(20).exactOptional(),
  providers: z.record(providerIdSchema, providerFormSchema).exactOptional(),
  defaults: suggestedSettingsSchema.exactOptional(),
  links: z.array(link).max(12).exactOptional(),
});
export type Bundle = z.infer<typeof bundleSchema>;

const invalid = (reason: string, where = ''): AppError =>
  new AppError('bundle.invalid', { params: where === '' ? { reason } : { reason, where } });

/** Every text in it, with its path. */
const textsIn = (
  value: unknown,
  path: readonly string[],
): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[path.join('.'), value]];
  if (Array.isArray(value))
    return value.flatMap((each, index) => textsIn(each, [...path, `${index}`]));
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, each]) => textsIn(each, [...path, name]))
    : [];
};

/** A client's ID is random at many providers, and public. */
const isClientId = (path: string): boolean => /^providers\.[^.]+\.values\.clientId$/.test(path);

/**
 * Reads the text that was signed. Throws `bundle.invalid` with the first place at fault: not as it has to
 * be, or something that looks like a secret, which is in many hands as soon as a bundle is.
 */
export const parseBundle = (text: string): Bundle => {
  const data = parseJson(text);
  if (data === undefined) throw invalid('json');
  for (const [path, each] of textsIn(data, [])) {
    if (holdsSecret(each, isClientId(path))) throw invalid('secret', path.slice(0, 80));
  }
  const parsed = bundleSchema.safeParse(data);
  if (!parsed.success) throw invalid('entry', whereOf(parsed.error.issues[0]));
  const ids = (parsed.data.templates ?? []).map(({ id }) => id);
  if (new Set(ids).size !== ids.length) throw invalid('entry', 'templates');
  return parsed.data;
};
