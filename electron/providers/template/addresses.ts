import { isServiceUrl } from '../../platform/address-policy.ts';
import type { OAuthTemplate } from './schema.ts';

/** What each `{name}` in an address stands for. */
export type AddressValues = Readonly<Record<string, string>>;

const placeholder = /\{([^{}]*)\}/g;

/** Lists the `{names}` in an address, each once. */
export const namesIn = (address: string): readonly string[] => [
  ...new Set([...address.matchAll(placeholder)].map(([, name]) => name ?? '')),
];

/** Fills in an address; null when a name has no value. */
export const fillIn = (address: string, values: AddressValues): string | null => {
  let isWhole = true;
  const filled = address.replace(placeholder, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? filled : null;
};

/**
 * Lists the `{names}` in the authority of an address (RFC 3986 section 3.2), which decide where it
 * leads. Null for one that does not show it plainly: parsers of URLs skip line breaks, take
 * backslashes for slashes and one slash for two.
 */
export const namesInAuthority = (address: string): readonly string[] | null => {
  const [, authority] = /^https?:\/\/([\w.:[\]{}-]+)(?:[/?#]|$)/.exec(address) ?? [];
  return authority === undefined ? null : namesIn(authority);
};

/** A typed part of a path: no separators, and nothing that climbs. */
export const pathPart = /^(?!\.{1,2}$)[\w.-]{1,128}$/;

/**
 * Tells whether an address may get secrets: https (or http to literal loopback), no userinfo or
 * fragment, and no address of a kind that no provider has.
 */
export const isSafeAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.hash === '' && isServiceUrl(url);
};

/** Tells whether a host, with its port, is among the named ones. */
export const isNamedHost = (host: string, contacts: readonly string[]): boolean =>
  contacts.includes(host);

/** Lists every set of values that choices and kept parameters can take. */
export const possibleValues = (
  template: Pick<OAuthTemplate, 'variables' | 'keepFromRedirect'>,
): readonly AddressValues[] => {
  const choices: AddressValues[][] = [];
  for (const variable of template.variables ?? []) {
    choices.push(
      variable.kind === 'choice'
        ? variable.options.map(({ sets }) => sets)
        : [{ [variable.name]: 'a' }, { [variable.name]: 'b.b' }],
    );
  }
  for (const { name, allowed } of template.keepFromRedirect ?? []) {
    choices.push(allowed.map((value) => ({ [name]: value })));
  }
  return choices.reduce<AddressValues[]>(
    (all, each) =>
      all.length * each.length > maxPossibilities
        ? []
        : all.flatMap((values) => each.map((more) => ({ ...values, ...more }))),
    [{}],
  );
};

/** More would make checking a template slow; a real one has a handful. */
const maxPossibilities = 512;
