import {
  Archive,
  BadgeCheck,
  CircleHelp,
  ClipboardCopy,
  History,
  KeyRound,
  Lock,
  LockKeyhole,
  LockOpen,
  LogIn,
  Pencil,
  Plus,
  RefreshCw,
  Search,
  Settings,
  Stethoscope,
  Tag,
  Terminal,
  Unplug,
} from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { Keyboard } from 'react-aria-components/Keyboard';
import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Text } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import { whereOf } from '../../../shared/connection-rules.ts';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { commandGroups, paletteWords } from '../../../shared/words/palette.ts';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { usePlatformWords } from '../../state/platform-words.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useLikelyFormats } from '../../state/use-last-format.ts';
import { useStart } from '../../state/use-start.ts';
import type { AskedDeed } from '../account/account-menu.tsx';
import { createCommandSearch } from './command-search.ts';
import {
  type Command,
  groupOf,
  holdsSecret,
  isAsked,
  isVerb,
  keyOf,
  labelOf,
  labelParts,
  type Place,
} from './commands.ts';
import styles from './palette.module.css';

type Props = {
  readonly openId: string | null;
  /** Keys of the commands that were run, the last first. */
  readonly recent: readonly string[];
  readonly onRun: (key: string) => void;
  readonly onOpen: (connectionId: string) => void;
  readonly onAsk: (connectionId: string, deed: AskedDeed) => void;
  readonly onGo: (place: Place) => void;
  /** Asks for the passphrase of the vault. */
  readonly onUnlock: () => void;
  readonly onClose: () => void;
};

/** Every account, and what can be done with it, found by typing and run by Enter. */
export const Palette = (props: Props) => {
  const { openId, recent, onRun, onOpen, onAsk, onGo, onUnlock, onClose } = props;
  const { bridge, providers, lastFormats } = useApp();
  const { connections, operations, keychain, vault } = useSnapshot();
  const words = usePlatformWords();
  const formats = useLikelyFormats();
  const copy = useCopy();
  const start = useStart();
  const [query, setQuery] = useState('');

  const search = useMemo(() => {
    const names = new Map(providers.map(({ id, name }) => [id as string, name]));
    return createCommandSearch({
      connections,
      operations,
      keychain,
      vault,
      providerName: (id) => names.get(id) ?? id,
      formats,
      recent,
      openId,
    });
  }, [connections, operations, keychain, vault, providers, formats, recent, openId]);
  const { groups, more } = useMemo(() => search(query), [search, query]);

  const copyAs = async (connectionId: ConnectionId, format: CopyFormat): Promise<void> => {
    if (await copy(connectionId, format)) lastFormats.note(format);
  };
  const run = (command: Command): void => {
    onRun(keyOf(command));
    onClose();
    if (command.kind === 'go') {
      onGo(command.place);
      return;
    }
    if (command.kind === 'vault') {
      if (command.act === 'lock') void settle(bridge.vault.lock());
      else onUnlock();
      return;
    }
    const { deed, connection } = command;
    if (!isVerb(deed)) {
      void copyAs(connection.id, deed);
      return;
    }
    if (isAsked(deed)) {
      onAsk(connection.id, deed);
      return;
    }
    // What it does and asks is shown with the account.
    onOpen(connection.id);
    if (deed !== 'open') void start(deed, connection.id);
  };
  const keysOf = (command: Command): string | null => {
    if (command.kind === 'go') return command.place === 'connect' ? words.shortcut('N') : null;
    if (command.kind === 'vault') return null;
    if (command.deed === 'rename') return 'F2';
    return command.deed === 'disconnect' ? words.deleteKey : null;
  };
  const hintOf = (command: Command): string | null =>
    command.kind === 'account' && groupOf(command) === 'open'
      ? whereOf(
          command.connection,
          providers.find(({ id }) => id === command.connection.providerId)?.name ??
            command.connection.providerId,
        )
      : null;

  return (
    <ModalOverlay
      className={styles.scrim ?? ''}
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.palette ?? ''} aria-label={paletteWords.title}>
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <TextField className={styles.field ?? ''} aria-label={paletteWords.field} autoFocus>
              <Search size={16} aria-hidden="true" />
              <Input
                placeholder={paletteWords.field}
                autoComplete="off"
                spellCheck="false"
                maxLength={200}
              />
            </TextField>
            <Menu
              className={styles.list ?? ''}
              aria-label={paletteWords.results}
              autoFocus="first"
              renderEmptyState={() => <p className={styles.none}>{paletteWords.nothingFound}</p>}
            >
              {groups.map((group) => (
                <MenuSection key={group.id} id={group.id}>
                  <Header className={styles.group ?? ''}>{commandGroups[group.id]}</Header>
                  {group.commands.map((command) => (
                    <MenuItem
                      key={keyOf(command)}
                      id={keyOf(command)}
                      className={styles.item ?? ''}
                      textValue={labelOf(command)}
                      onAction={() => run(command)}
                    >
                      {iconOf(command)}
                      <Text slot="label" className={styles.label ?? ''}>
                        {labelParts(command).map((part, index) =>
                          part === '' ? null : (
                            <span key={index === 0 ? 'name' : 'form'}>{part}</span>
                          ),
                        )}
                      </Text>
                      <Hint text={hintOf(command)} />
                      {holdsSecret(command) ? (
                        <Text slot="description" className={styles.secret ?? ''}>
                          <LockKeyhole size={13} aria-hidden="true" />
                          <span className="visually-hidden">{paletteWords.secret}</span>
                        </Text>
                      ) : null}
                      <Keys text={keysOf(command)} />
                    </MenuItem>
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
          <p className={styles.foot}>
            {more > 0 ? (
              paletteWords.more(more)
            ) : (
              <>
                <span>
                  <kbd>↑</kbd> <kbd>↓</kbd> {paletteWords.keys.choose}
                </span>
                <span>
                  <kbd>↵</kbd> {paletteWords.keys.run}
                </span>
                <span>
                  <kbd>{words.shortcut('F')}</kbd> {paletteWords.keys.searchList}
                </span>
              </>
            )}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
};

const Hint = ({ text }: { readonly text: string | null }) =>
  text === null ? null : (
    <Text slot="description" className={styles.hint ?? ''}>
      {text}
    </Text>
  );

const Keys = ({ text }: { readonly text: string | null }) =>
  text === null ? null : <Keyboard className={styles.key ?? ''}>{text}</Keyboard>;

const verbIcons: Readonly<Record<string, ReactNode>> = {
  open: <KeyRound size={15} aria-hidden="true" />,
  refresh: <RefreshCw size={15} aria-hidden="true" />,
  verify: <BadgeCheck size={15} aria-hidden="true" />,
  reconnect: <LogIn size={15} aria-hidden="true" />,
  rename: <Pencil size={15} aria-hidden="true" />,
  tags: <Tag size={15} aria-hidden="true" />,
  disconnect: <Unplug size={15} aria-hidden="true" />,
};
const vaultIcons = {
  lock: <Lock size={15} aria-hidden="true" />,
  unlock: <LockOpen size={15} aria-hidden="true" />,
};
const placeIcons: Readonly<Record<Place, ReactNode>> = {
  connect: <Plus size={15} aria-hidden="true" />,
  doctor: <Stethoscope size={15} aria-hidden="true" />,
  help: <CircleHelp size={15} aria-hidden="true" />,
  settings: <Settings size={15} aria-hidden="true" />,
  tools: <Terminal size={15} aria-hidden="true" />,
  activity: <History size={15} aria-hidden="true" />,
  backup: <Archive size={15} aria-hidden="true" />,
};

const iconOf = (command: Command): ReactNode => {
  if (command.kind === 'go') return placeIcons[command.place];
  return command.kind === 'vault'
    ? vaultIcons[command.act]
    : (verbIcons[command.deed] ?? <ClipboardCopy size={15} aria-hidden="true" />);
};
