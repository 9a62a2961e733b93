import { templateSchema } from '../../../electron/providers/template/parse.ts';
import type { OAuthTemplate } from '../../../electron/providers/template/schema.ts';

/**
 * Gives a template whose hosts are other ones: the same provider as a stand-in on loopback serves it.
 *
 * `origins` names the origin that stands in for each host, such as
 * `{'api.box.com': 'http://127.0.0.1:40123'}`.
 */
export const relocateTemplate = (
  template: OAuthTemplate,
  origins: Readonly<Record<string, string>>,
): OAuthTemplate => {
  // Scopes look like addresses at some providers and stay what they are.
  const { server, identity, revocation, contacts, variables, keepFromRedirect, quota } = template;
  let text = JSON.stringify({
    server,
    identity,
    revocation,
    contacts,
    ...(variables === undefined ? {} : { variables }),
    ...(keepFromRedirect === undefined ? {} : { keepFromRedirect }),
    ...(quota === undefined ? {} : { quota }),
  });
  for (const [host, origin] of Object.entries(origins)) {
    text = text
      .replaceAll(`"https://${host}`, `"${origin}`)
      .replaceAll(`"${host}"`, `"${new URL(origin).host}"`);
  }
  // Hosts that are made of a name were replaced among its values.
  const isPlain = Object.values(origins).every((origin) => origin.startsWith('http:'));
  if (isPlain) text = text.replaceAll('"https://{', '"http://{');
  const moved = JSON.parse(text) as Pick<OAuthTemplate, 'contacts'>;
  const relocated = templateSchema.parse({
    ...template,
    ...moved,
    // One server often stands for several hosts.
    contacts: [...new Set(moved.contacts)],
  });
  if (relocated.kind !== 'oauth2') throw new TypeError('not an OAuth template');
  return relocated;
};
