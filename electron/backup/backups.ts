import type {
  BackupFound,
  BackupPreview,
  BackupSaved,
  RestoreChoice,
} from '../../shared/backup.ts';
import type { ConnectionId, ProviderId } from '../../shared/ids.ts';
import type { TemplatePreview } from '../../shared/provider-descriptor.ts';
import type { Connections } from '../connections/connections.ts';
import type { CopiedConnection, CopyPlace, WantedCopy } from '../connections/use-cases/copies.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock, OpenFile, Random, SaveFile } from '../platform/interfaces.ts';
import { readContent, writeContent } from './content.ts';
import { type BackupHeader, type Lock, readHeader, seal, unseal } from './format.ts';
import { maxBackupBytes, maxKeyBytes } from './limits.ts';
import { type RecipientKey, readPrivateKey, readRecipient } from './recipients.ts';

/** How long a file that was chosen, and what it holds, waits for the person to go on. */
const idleMs = 10 * 60_000;

/** What a backup needs of the templates that people brought. */
type Templates = {
  /** Null for a provider that ships, or that is gone. */
  readonly importedText: (id: ProviderId) => string | null;
  readonly preview: (text: string) => TemplatePreview;
  readonly add: (text: string, replace: boolean) => Promise<ProviderId>;
};

type Placed = { readonly copy: CopiedConnection; readonly place: CopyPlace };
type Brought = { readonly text: string; readonly preview: TemplatePreview };

/** A backup that was chosen, and what is in it once it was opened. */
type Held = {
  readonly id: string;
  readonly file: string;
  readonly header: BackupHeader;
  readonly opened: {
    readonly copies: readonly Placed[];
    readonly templates: readonly Brought[];
  } | null;
};

type BackupLock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key'; readonly recipient: string };
type BackupKey =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key'; readonly passphrase: string | null };

/**
 * Saves accounts with their secrets as one encrypted file, and takes them over from such a file.
 *
 * What was read from a file stays in main: the window learns which accounts are in it and what they
 * would meet here. It is dropped once it was restored or left, when the screen locks, and ten minutes
 * after the last step.
 */
export type Backups = {
  /** Has the person choose a public key; null when they changed their mind. Throws `backup.unfit-key`. */
  readonly chooseRecipient: () => Promise<{
    readonly recipient: string;
    readonly fileName: string;
    readonly fingerprint: string;
  } | null>;
  /** Saves the accounts, all for null; see `BackupSaved`. Throws `keychain.*`, `file.unwritable`, `organisation.locked`. */
  readonly save: (wanted: {
    readonly connectionIds: readonly ConnectionId[] | null;
    readonly lock: BackupLock;
  }) => Promise<BackupSaved>;
  /** Has the person choose a backup; null when they changed their mind. Throws `backup.*`. */
  readonly choose: () => Promise<BackupFound | null>;
  /** Opens it and says what is in it; null when the person chose no private key. Throws `backup.*`. */
  readonly open: (id: string, key: BackupKey) => Promise<BackupPreview | null>;
  /** Takes over what was chosen, a choice for each account. Resolves how many. */
  readonly restore: (
    id: string,
    choices: readonly RestoreChoice[],
  ) => Promise<{ readonly added: number; readonly replaced: number }>;
  readonly forget: () => void;
};

export const createBackups = (dependencies: {
  readonly connections: Pick<Connections, 'views' | 'copyOut' | 'placeOf' | 'takeOver'>;
  readonly templates: Templates;
  readonly saveFile: SaveFile;
  readonly openFile: OpenFile;
  readonly clock: Clock;
  readonly random: Random;
  /** Writes down that so many accounts were saved or taken over. */
  readonly tell: (kind: 'backed-up' | 'restored', accounts: number) => void;
  /** Throws where the organisation lets nobody save one. */
  readonly requireBackup: () => void;
}): Backups => {
  const { connections, templates, saveFile, openFile, clock, random, tell } = dependencies;
  let held: Held | null = null;
  let recipient: { readonly id: string; readonly key: RecipientKey } | null = null;
  let cancelTimer: () => void = () => {};

  const forget = (): void => {
    cancelTimer();
    held = null;
    recipient = null;
  };
  const stay = (): void => {
    cancelTimer();
    cancelTimer = clock.after(idleMs, forget);
  };
  const heldAs = (id: string): Held => {
    if (held?.id !== id) throw new AppError('backup.gone');
    stay();
    return held;
  };

  const lockOf = (lock: BackupLock): Lock => {
    if (lock.kind === 'passphrase') {
      return { kind: 'passphrase', passphrase: new Secret(lock.passphrase) };
    }
    if (recipient?.id !== lock.recipient) throw new AppError('backup.gone');
    return { kind: 'key', key: recipient.key };
  };

  /** Null when the person chose no file with a private key. */
  const keyFor = async (header: BackupHeader, key: BackupKey) => {
    if (key.kind !== header.lockedWith) throw new AppError('call.invalid-argument');
    const passphrase = key.passphrase === null ? null : new Secret(key.passphrase);
    if (key.kind === 'passphrase') return passphrase;
    const file = await openFile('private-key', maxKeyBytes);
    return file === null ? null : readPrivateKey(new Secret(file.text), passphrase, header.keyId);
  };

  /** Only templates that are missing here: one that is there keeps its place. */
  const missing = (texts: readonly string[]): readonly Brought[] => {
    const found = new Map<string, Brought>();
    for (const text of texts) {
      try {
        const preview = templates.preview(text);
        const { id } = preview.descriptor;
        // What was shown first is what comes.
        if (!preview.exists && !found.has(id)) found.set(id, { text, preview });
      } catch (error) {
        if (!isAppError(error, 'template.invalid')) throw error;
      }
    }
    return [...found.values()];
  };

  /** Adds the templates that the accounts need, and then the accounts. */
  const takeOver = async (
    wanted: readonly WantedCopy[],
    brought: readonly Brought[],
  ): Promise<void> => {
    const needed = new Set<string>(wanted.map(({ copy }) => copy.record.providerId));
    // Those of a try before, which failed at the accounts, are there by now.
    for (const { text, preview } of missing(brought.map((each) => each.text))) {
      if (needed.has(preview.descriptor.id)) await templates.add(text, false);
    }
    await connections.takeOver(wanted);
  };

  return {
    forget,

    chooseRecipient: async () => {
      const file = await openFile('public-key', maxKeyBytes);
      if (file === null) return null;
      const key = readRecipient(file.text);
      recipient = { id: random.uuid(), key };
      stay();
      return { recipient: recipient.id, fileName: file.name, fingerprint: key.fingerprint };
    },

    save: async ({ connectionIds, lock }) => {
      dependencies.requireBackup();
      const sealedWith = lockOf(lock);
      const { copies, leftOut } = await connections.copyOut(connectionIds);
      const providers = new Set(copies.map(({ record }) => record.providerId));
      const texts = [...providers].flatMap((id) => templates.importedText(id) ?? []);
      const createdAtEpochSeconds = nowEpochSeconds(clock);
      const file = await seal(
        writeContent({ copies, templates: texts }),
        { createdAtEpochSeconds, accounts: copies.length },
        sealedWith,
      );
      if (file.length > maxBackupBytes) throw new AppError('backup.too-large');
      const day = new Date(createdAtEpochSeconds * 1000).toISOString().slice(0, 10);
      const fileName = await saveFile(`stowkey-backup-${day}.jwe`, file);
      if (fileName !== null) {
        tell('backed-up', copies.length);
        forget();
      }
      return { fileName, accounts: copies.length, leftOut: [...leftOut] };
    },

    choose: async () => {
      const file = await openFile('backup', maxBackupBytes);
      if (file === null) return null;
      const text = file.text.trim();
      const header = readHeader(text);
      held = { id: random.uuid(), file: text, header, opened: null };
      stay();
      const { createdAtEpochSeconds, accounts, lockedWith } = header;
      return { backup: held.id, fileName: file.name, createdAtEpochSeconds, accounts, lockedWith };
    },

    open: async (id, key) => {
      const { file, header } = heldAs(id);
      const found = await keyFor(header, key);
      if (found === null) return null;
      const content = readContent(await unseal(file, found));
      const brought = missing(content.templates);
      const copies: Placed[] = [];
      for (const copy of content.copies) {
        copies.push({ copy, place: await connections.placeOf(copy) });
      }
      held = { ...heldAs(id), opened: { copies, templates: brought } };
      return {
        accounts: copies.map(({ copy: { record }, place }) => ({
          label: record.label,
          providerId: record.providerId,
          account: record.facts.account,
          updatedAtEpochSeconds: record.updatedAtEpochSeconds,
          state: place.state,
          worksOnce: place.worksOnce,
          here:
            place.here === null
              ? null
              : {
                  connectionId: place.here.id,
                  label: place.here.label,
                  updatedAtEpochSeconds: place.here.updatedAtEpochSeconds,
                },
        })),
        templates: brought.map(({ preview: { descriptor } }) => ({
          providerId: descriptor.id,
          name: descriptor.name ?? descriptor.id,
          contacts: [...descriptor.contacts],
        })),
      };
    },

    restore: async (id, choices) => {
      const chosen = heldAs(id);
      const { opened } = chosen;
      if (opened === null || choices.length !== opened.copies.length) {
        throw new AppError('call.invalid-argument');
      }
      const wanted = opened.copies.flatMap(({ copy, place }, index) => {
        const choice = choices[index];
        if (choice === undefined || choice === 'skip') return [];
        const isPossible = place.state !== 'unfit' && (choice === 'add' || place.here !== null);
        if (!isPossible) throw new AppError('call.invalid-argument');
        return [{ copy, replaces: choice === 'add' ? null : (place.here?.id ?? null) }];
      });
      // Asked for twice at once it would come twice.
      held = null;
      const before = connections.views().length;
      try {
        await takeOver(wanted, opened.templates);
      } catch (error) {
        // What was added by then would come again: it has to be looked at anew.
        if (connections.views().length === before) held = chosen;
        throw error;
      }
      forget();
      tell('restored', wanted.length);
      const replaced = wanted.filter(({ replaces }) => replaces !== null).length;
      return { added: wanted.length - replaced, replaced };
    },
  };
};
