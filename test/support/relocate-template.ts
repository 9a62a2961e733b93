import { type ProviderTemplate, templateSchema } from '../../electron/providers/template-schema.ts';

/**
 * Gives a template whose hosts are other ones: the same provider as a stand-in on loopback serves it.
 *
 * `origins` names the origin that stands in for each host, such as
 * `{'api.box.com': 'http://127.0.0.1:40123'}`.
 */
export const relocateTemplate = <T extends ProviderTemplate>(
  template: T,
  origins: Readonly<Record<string, string>>,
): T => {
  let text = JSON.stringify(template);
  for (const [host, origin] of Object.entries(origins)) {
    text = text
      .replaceAll(`"https://${host}`, `"${origin}`)
      .replaceAll(`"${host}"`, `"${new URL(origin).host}"`);
  }
  // Hosts that are made of a name were replaced among its values.
  const isPlain = Object.values(origins).every((origin) => origin.startsWith('http:'));
  if (isPlain) text = text.replaceAll('"https://{', '"http://{');
  const relocated = JSON.parse(text) as T;
  return templateSchema.parse({
    ...relocated,
    // One server often stands for several hosts.
    contacts: [...new Set(relocated.contacts)],
    links: template.links,
  }) as T;
};
