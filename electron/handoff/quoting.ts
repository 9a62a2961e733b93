/**
 * Quotes a text for a shell, which then takes every character but NUL as it is. Quotes and
 * backslashes stand outside of the quotes: between them fish, unlike POSIX shells, escapes with `\`.
 */
export const quoteForShell = (text: string): string =>
  `'${text.replace(/['\\]/g, (character) => `'\\${character}'`)}'`;

const maxProfileNameLength = 64;

/**
 * Makes a profile name of a connection's label that every AWS tool reads alike: ASCII letters,
 * digits, `.`, `_` and `-`.
 *
 * Never `default`: pasted into a credentials file, that would take over commands that name no
 * profile.
 */
export const toProfileName = (label: string): string => {
  const name = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, maxProfileNameLength)
    .replace(/^[-.]+|[-.]+$/g, '');
  if (name === '') return 'stowkey';
  return name.toLowerCase() === 'default' ? 'stowkey-default' : name;
};
