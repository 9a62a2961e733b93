import type { LockName, Locks } from '../organisation.ts';
import { messages, says } from './messages.ts';

const by = (name: string) => ({ by: name });

/** What is locked and by whom, beside what it locks. */
const lockSentences = messages('organisation.locks', {
  /** Stands for an organisation that does not say its name. */
  unnamed: 'Your organisation',
  noProviders: says('{by} does not allow new accounts.', by),
  someProviders: says('{by} allows new accounts of certain providers only.', by),
  noConsumers: says('{by} does not let any tool take credentials.', by),
  noCommandLine: says('{by} does not let the command line take credentials.', by),
  noTools: says('{by} lets the command line alone take credentials.', by),
  endpoint: says('{by} does not allow access over 127.0.0.1.', by),
  reveal: says('{by} does not allow secrets to be shown.', by),
  clipboard: says(
    '{by} lets copied secrets stay for {seconds, plural, one {# second} other {# seconds}} at most.',
    (name: string, seconds: number) => ({ by: name, seconds }),
  ),
  backup: says('{by} does not allow backups to be saved.', by),
});

export const lockSentence = (
  lock: LockName,
  { name, locks }: { readonly name: string | null; readonly locks: Locks },
): string => {
  const who = name ?? lockSentences.unnamed;
  switch (lock) {
    case 'providers':
      return locks.providers?.length === 0
        ? lockSentences.noProviders(who)
        : lockSentences.someProviders(who);
    case 'consumers':
      if (locks.consumers?.length === 0) return lockSentences.noConsumers(who);
      return locks.consumers?.includes('tools') === true
        ? lockSentences.noCommandLine(who)
        : lockSentences.noTools(who);
    case 'clipboard':
      return lockSentences.clipboard(who, locks.clipboardSecondsAtMost ?? 0);
    default:
      return lockSentences[lock](who);
  }
};

const named = (name: string) => ({ name });

export const organisationWords = messages('organisation', {
  title: 'Organisation',
  /** What stands above the list of what is locked. */
  locked: says(
    '{known, select, true {Set by {name} on this computer:} other {Locked until that is mended:}}',
    (name: string | null) => ({ known: name !== null, name: name ?? '' }),
  ),
  /** A bundle that is in use, or none. */
  bundle: {
    none: 'A bundle of your organisation brings its providers, client IDs and settings. It holds no secret.',
    offered: says('{name} offers one.', named),
    inUse: says('Bundle of {name}, number {serial}', (name: string, serial: number) => ({
      name,
      serial: String(serial),
    })),
    fromFile: 'From a file',
    fingerprint: 'Fingerprint of its key',
    add: 'Add a bundle…',
    update: 'Update…',
    remove: 'Remove…',
  },
  add: {
    title: 'Add a bundle',
    updateTitle: 'Update the bundle',
    url: 'Address',
    urlHelp: 'Your organisation tells you. It is asked when you choose “Get it”, and not before.',
    notHttps: 'An address that begins with https://',
    get: 'Get it',
    file: 'Choose a file…',
  },
  review: {
    title: says('Bundle of {name}', named),
    first:
      'Compare this fingerprint with the one that your organisation told you by another way. Whoever has the key can send you to other servers.',
    known: 'It is signed by the key that you know already.',
    contacts: 'It names these hosts',
    noContacts: 'None.',
    templates: 'It brings these providers',
    forms: 'It fills in',
    required: 'has to be filled in',
    defaults: 'It suggests these settings',
    links: 'Its links lead to',
    changes: 'What changes',
    added: 'Added',
    removed: 'Removed',
    changed: says('{before} → {after}', (before: string, after: string) => ({ before, after })),
    same: 'This is the bundle in use. Nothing has changed.',
    accept: 'Use it',
    acceptUpdate: 'Use the new one',
    accepted: says('Bundle of {name} in use.', named),
  },
  remove: {
    title: says('Remove the bundle of {name}?', named),
    text: 'Its providers and what it fills in go, and its key is forgotten. Your accounts stay: those of its providers can be copied, shown and disconnected.',
    keep: 'Keep it',
    remove: 'Remove',
    removed: 'Bundle removed.',
  },
  nothingLocked: says('{name} suggests settings on this computer, and locks none.', named),
});
