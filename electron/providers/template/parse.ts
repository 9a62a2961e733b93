import type { z } from 'zod';
import { AppError } from '../../diagnostics/errors.ts';
import { parseJson } from '../../platform/json.ts';
import { checkTemplate } from './check.ts';
import { type ProviderTemplate, templateShape } from './schema.ts';

/** A template whose shape is right and whose addresses lead where they say: safe to be used. */
export const templateSchema = templateShape.superRefine((template, context) => {
  for (const { path, message } of checkTemplate(template)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
});

/**
 * Reads a template from text. Throws `template.invalid` whose `params.where` names the first place
 * at fault; nothing in the text is followed or contacted.
 */
export const parseTemplate = (text: string): ProviderTemplate => {
  const data = parseJson(text);
  if (data === undefined) throw new AppError('template.invalid', { params: { where: 'json' } });
  const parsed = templateSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AppError('template.invalid', {
    params: { where: whereOf(parsed.error.issues[0]) },
    cause: parsed.error,
  });
};

/** A path within the template, of names that the format itself knows, so that it can be shown. */
const whereOf = (issue: z.core.$ZodIssue | undefined): string => {
  const [key] = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...(key === undefined ? [] : [key])];
  return (
    path
      .map((part) =>
        String(part)
          .replace(/[^\w$-]/g, '_')
          .slice(0, 40),
      )
      .join('.') || 'template'
  );
};
