import type { ProviderId } from '../../../shared/ids.ts';
import {
  type ProviderDescriptor,
  providerDescriptorSchema,
} from '../../../shared/provider-descriptor.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { addressKind } from '../../platform/address-kind.ts';
import { misfitOf } from '../../providers/fitted.ts';
import { adapterOf } from '../../providers/template/library.ts';
import type { Bundle } from './format.ts';

/**
 * Refuses what the forms here do not take: a provider or field that there is not, a value that the field does
 * not allow, and whatever would go into a field for secrets. Throws `bundle.invalid`.
 */
export const requireFit = (
  { templates = [], providers = {} }: Bundle,
  isTaken: (id: ProviderId) => boolean,
  descriptorOf: (id: ProviderId) => ProviderDescriptor | undefined,
): void => {
  const own = new Map<string, ProviderDescriptor>();
  for (const template of templates) {
    const { id } = template;
    if (isTaken(id)) {
      throw new AppError('bundle.invalid', { params: { reason: 'taken-id', where: id } });
    }
    own.set(id, providerDescriptorSchema.parse(adapterOf(template, 'imported').descriptor));
  }
  for (const [id, form] of Object.entries(providers)) {
    const descriptor = own.get(id) ?? descriptorOf(id as ProviderId);
    if (descriptor === undefined) {
      throw new AppError('bundle.invalid', {
        params: { reason: 'entry', where: `providers.${id}` },
      });
    }
    const misfit = misfitOf(descriptor, form);
    if (misfit === null) continue;
    const where = `providers.${id}.${misfit.field}`;
    throw new AppError('bundle.invalid', {
      params: { reason: misfit.isSecret ? 'secret' : 'entry', where },
    });
  }
};

/** The host that a text leads to; null where it is none, and for this computer itself. */
const hostIn = (text: unknown): string | null => {
  if (typeof text !== 'string' || !/^\s*https?:/i.test(text) || !URL.canParse(text)) return null;
  const { host, hostname } = new URL(text);
  return addressKind(hostname) === 'this-computer' ? null : host;
};

/** Lists every host that its templates name, and that it fills into a form. */
export const contactsOf = ({ templates = [], providers = {} }: Bundle): readonly string[] => {
  const typed = Object.values(providers).flatMap(({ values = {} }) =>
    Object.values(values)
      .flat()
      .flatMap((value) => hostIn(value) ?? []),
  );
  return [...new Set([...templates.flatMap(({ contacts }) => contacts), ...typed])];
};
