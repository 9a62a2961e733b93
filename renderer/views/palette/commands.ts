import { operationOf } from '../../../shared/connection-rules.ts';
import { type CopyFormat, copyFormats } from '../../../shared/copy-formats.ts';
import type { ConnectionView, OperationView } from '../../../shared/schemas.ts';
import { formatGroupNames, formatWords } from '../../../shared/words/copy-formats.ts';
import {
  type CommandWords,
  type commandGroups,
  onAccountWords,
  placeWords,
  vaultCommands,
  verbWords,
} from '../../../shared/words/palette.ts';
import { copyFormatsOf } from '../../state/copyable.ts';

type Verb = keyof typeof verbWords;
export type Place = keyof typeof placeWords;
/** Done to an account; a format stands for copying it so. */
export type Deed = Verb | CopyFormat;

export type AccountCommand = {
  readonly kind: 'account';
  readonly connection: ConnectionView;
  readonly deed: Deed;
};
export type Command =
  | AccountCommand
  | { readonly kind: 'go'; readonly place: Place }
  | { readonly kind: 'vault'; readonly act: keyof typeof vaultCommands };

export const isVerb = (deed: Deed): deed is Verb => deed in verbWords;

/** What stays the same when accounts change, to know a command again. */
export const keyOf = (command: Command): string => {
  if (command.kind === 'go') return command.place;
  return command.kind === 'vault'
    ? `vault ${command.act}`
    : `${command.deed} ${command.connection.id}`;
};

export const groupOf = (command: Command): keyof typeof commandGroups => {
  if (command.kind === 'go') return 'go';
  if (command.kind === 'vault') return 'act';
  if (command.deed === 'open') return 'open';
  return isVerb(command.deed) ? 'act' : 'copy';
};

/** A label in two parts: one that may be cut, with the account's name at its end, and what follows. */
export const labelParts = (command: Command): readonly [string, string] => {
  if (command.kind === 'go') return [placeWords[command.place].label, ''];
  if (command.kind === 'vault') return [vaultCommands[command.act].label, ''];
  const { deed, connection } = command;
  if (deed === 'open') return [connection.label, ''];
  if (isVerb(deed)) return [onAccountWords[deed](connection.label), ''];
  const text = onAccountWords.copy(connection.label, formatWords[deed].label);
  const end = text.indexOf(connection.label) + connection.label.length;
  return [text.slice(0, end), text.slice(end)];
};
export const labelOf = (command: Command): string => labelParts(command).join('');

export const holdsSecret = (command: Command): boolean =>
  command.kind === 'account' && !isVerb(command.deed) && copyFormats[command.deed].isSecret;

/** By what a deed is found. */
export const deedWords = (deed: Deed): CommandWords => {
  if (isVerb(deed)) return verbWords[deed];
  const { label, hint } = formatWords[deed];
  const { group } = copyFormats[deed];
  return {
    label: onAccountWords.copy('', label),
    otherNames: `${formatGroupNames[group]} ${hint ?? ''} ${deed}`,
  };
};

/**
 * Tells what can be done with an account now, the likely first: opened at any time, copied and renewed
 * while its credentials can be had. Accounts that are alike in this are given the same list.
 */
export const createDeeds = (
  /** What to copy as, the likely first. */
  formats: readonly CopyFormat[],
  keychainReady: boolean,
  operations: readonly OperationView[],
): ((connection: ConnectionView) => readonly Deed[]) => {
  const lists = new Map<string, readonly Deed[]>();
  return ({ id, facts, state, capabilities }) => {
    const isIdle = operationOf(operations, id)?.status !== 'running';
    const isUsable = keychainReady && state === 'active';
    const verbs = (['refresh', 'verify', 'reconnect'] as const).filter(
      (verb) => capabilities[verb] && isIdle && (verb === 'reconnect' ? keychainReady : isUsable),
    );
    const held = isUsable ? parts.filter((part) => facts[part] !== null) : [];
    const alike = [...verbs, ...held].join(' ');
    const known = lists.get(alike);
    if (known !== undefined) return known;
    const has = isUsable ? copyFormatsOf(facts) : [];
    const likely = formats.filter((format) => has.includes(format));
    const made: readonly Deed[] = [
      'open',
      ...likely,
      ...verbs,
      ...asked,
      ...has.filter((format) => !likely.includes(format)),
    ];
    lists.set(alike, made);
    return made;
  };
};

/** What asks the person something first, at any time. */
const asked = ['rename', 'tags', 'disconnect'] as const;

export const isAsked = (deed: Deed): deed is (typeof asked)[number] =>
  asked.some((each) => each === deed);

/** What of an account formats are made of. */
const parts = ['s3', 'tokens', 'broker', 'grant'] as const;
