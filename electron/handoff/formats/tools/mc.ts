import { quoteForShell } from '../../quoting.ts';
import { toSh } from '../environment/sh.ts';
import { keysOf, requireFit, requireLasting, type S3Values, toAlias } from '../values.ts';

/** mc reads one line of its input in one piece up to here. */
const maxLineBytes = 4_000;

/**
 * Writes the command that keeps an alias. The keys go in by standard input, so that no list of
 * processes shows them. Throws `format.unfit` for temporary keys, which an alias cannot hold.
 *
 * Source: mc's `cmd/alias-set.go`.
 */
export const toMcAlias = (values: S3Values): string => {
  requireLasting(values);
  requireFit(keysOf(values).every((text) => Buffer.byteLength(text) < maxLineBytes));
  const keys = keysOf(values).map(quoteForShell).join(' ');
  const path = values.addressing === 'path' ? 'on' : 'off';
  const command = ['mc', 'alias', 'set', toAlias(values.profile), values.endpoint];
  return ` printf '%s\\n' ${keys} | ${command.join(' ')} --api S3v4 --path ${path}\n`;
};

/**
 * Writes the variable that stands for an alias. mc splits it at colons and decodes nothing, so a key
 * with a colon throws `format.unfit`; a session token comes last and may hold any.
 *
 * Source: `parseEnvURLStr` in mc's `cmd/config.go`.
 */
export const toMcHost = (values: S3Values): string => {
  const { accessKeyId, secretAccessKey } = values;
  requireFit(![accessKeyId, secretAccessKey].some((text) => text.includes(':')));
  const login = keysOf(values).join(':');
  const url = values.endpoint.replace('://', () => `://${login}@`);
  return toSh([[`MC_HOST_${toAlias(values.profile)}`, url]]);
};
