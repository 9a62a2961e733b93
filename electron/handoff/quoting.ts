/**
 * Quotes a text for a shell, which then takes every character but NUL as it is. Quotes and
 * backslashes stand outside of the quotes: between them fish, unlike POSIX shells, escapes with `\`.
 */
export const quoteForShell = (text: string): string =>
  `'${text.replace(/['\\]/g, (character) => `'\\${character}'`)}'`;

/** Leaves a text as it is that every shell takes for one plain word. */
export const quoteWhereNeeded = (text: string): string =>
  /^[A-Za-z0-9_./:@-]+$/.test(text) ? text : quoteForShell(text);

const maxProfileNameLength = 64;

/**
 * `default` in a credentials file would take over commands that name no profile; the JavaScript SDK
 * reads sections into a plain object, whose own names it then finds or refuses.
 */
const isTaken = (name: string): boolean =>
  name.toLowerCase() === 'default' || name in Object.prototype;

/**
 * Makes a profile name of a connection's label that every AWS tool reads alike: ASCII letters,
 * digits, `.`, `_` and `-`, and none that means something to a tool.
 */
export const toProfileName = (label: string): string => {
  const name = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, maxProfileNameLength)
    .replace(/^[-.]+|[-.]+$/g, '');
  if (name === '') return 'stowkey';
  return isTaken(name) ? `stowkey-${name}` : name;
};
