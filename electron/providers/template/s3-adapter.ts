import type { ProviderAdapter } from '../adapter.ts';
import { createS3Adapter } from '../s3/adapter.ts';
import { type S3Vendor, usualVendor } from '../s3/vendors.ts';
import { namesIn } from './addresses.ts';
import type { S3Template } from './schema.ts';
import type { TemplateOrigin } from './session.ts';

/** Says what a template says in the terms of the services that ship. */
const vendorOf = (template: S3Template): S3Vendor => {
  const { endpoint, regions, region } = template;
  return {
    ...usualVendor,
    id: template.id,
    mark: template.mark,
    endpoint: endpoint.kind === 'pattern' ? endpoint.url : null,
    endpointPlaceholder: endpoint.kind === 'asked' ? (endpoint.placeholder ?? '') : '',
    regions:
      regions.length === 0
        ? region
        : [...regions]
            // The first one is what the form begins with.
            .sort((a, b) => Number(b.value === region) - Number(a.value === region)),
    regionsAreClosed: endpoint.kind === 'pattern' && namesIn(endpoint.url).length > 0,
    addressing: template.addressing,
    addressingIsChoice: endpoint.kind === 'asked',
    link: '',
    contacts: template.contacts,
    isFenced: endpoint.kind === 'pattern',
  };
};

/** Takes S3 keys for the service that a template describes. */
export const createS3TemplateAdapter = (
  template: S3Template,
  origin: TemplateOrigin,
): ProviderAdapter => {
  const adapter = createS3Adapter(vendorOf(template));
  return {
    ...adapter,
    descriptor: {
      ...adapter.descriptor,
      name: template.name,
      summary: template.summary,
      guide: [...template.guide],
      group: template.group,
      links: template.links.map((link) => ({ ...link })),
      origin,
      isTemplate: true,
      afterDisconnect: template.afterDisconnect ?? null,
    },
  };
};
