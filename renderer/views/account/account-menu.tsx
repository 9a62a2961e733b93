import {
  BadgeCheck,
  ClipboardCopy,
  Ellipsis,
  LogIn,
  Pencil,
  RefreshCw,
  SquareTerminal,
  Star,
  StarOff,
  Tag,
  Unplug,
} from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { operationOf, takesKeys } from '../../../shared/connection-rules.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { deedWords } from '../../../shared/words/account-menu.ts';
import { formatWords } from '../../../shared/words/copy-formats.ts';
import type { MenuEntry } from '../../components/menu.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { deleteKey, shortcut } from '../../state/platform-words.ts';
import { useLastFormat } from '../../state/use-last-format.ts';
import { useSetFavourite } from '../../state/use-marking.ts';
import { useStart } from '../../state/use-start.ts';

/** What asks the person something first, where the account is shown. */
export type AskedDeed = 'rename' | 'tags' | 'aws-profile' | 'disconnect';

/** What is done with an account by its menu, wherever that opens. */
export type AccountDeed =
  | AskedDeed
  | 'copy'
  | 'copy-as'
  | 'refresh'
  | 'verify'
  | 'reconnect'
  | 'favourite';

const icons: Readonly<Record<AccountDeed | 'not-favourite', ReactNode>> = {
  copy: <ClipboardCopy size={15} aria-hidden="true" />,
  'copy-as': <Ellipsis size={15} aria-hidden="true" />,
  refresh: <RefreshCw size={15} aria-hidden="true" />,
  verify: <BadgeCheck size={15} aria-hidden="true" />,
  reconnect: <LogIn size={15} aria-hidden="true" />,
  rename: <Pencil size={15} aria-hidden="true" />,
  favourite: <Star size={15} aria-hidden="true" />,
  'not-favourite': <StarOff size={15} aria-hidden="true" />,
  tags: <Tag size={15} aria-hidden="true" />,
  'aws-profile': <SquareTerminal size={15} aria-hidden="true" />,
  disconnect: <Unplug size={15} aria-hidden="true" />,
};

export type AccountMenu = readonly (MenuEntry & { readonly id: AccountDeed })[];

/** Lists what can be done with an account now. */
export const useAccountMenu = (): ((connection: ConnectionView) => AccountMenu) => {
  const { info, providers } = useApp();
  const { operations, keychain } = useSnapshot();
  const lastFormat = useLastFormat();
  const platform = info?.platform ?? 'linux';
  return useCallback(
    (connection) => {
      const { id, providerId, facts, state, isFavourite, capabilities } = connection;
      const { refresh, verify, reconnect } = capabilities;
      const isReady =
        keychain.status === 'ready' && operationOf(operations, id)?.status !== 'running';
      const isUsable = isReady && state === 'active';
      const format = isUsable ? lastFormat(facts) : null;
      const entry = (deed: AccountDeed, keys?: string): AccountMenu[number] => ({
        id: deed,
        label: deed === 'copy' ? '' : deedWords[deed],
        icon: icons[deed],
        ...(keys === undefined ? {} : { keys }),
      });
      return [
        ...(format === null
          ? []
          : [
              {
                ...entry('copy', shortcut(platform, 'C')),
                label: deedWords.copy(formatWords[format].label),
              },
              entry('copy-as'),
            ]),
        ...(refresh && isUsable ? [entry('refresh')] : []),
        ...(verify && isUsable ? [entry('verify')] : []),
        ...(reconnect && isReady
          ? [
              takesKeys(providers.find((each) => each.id === providerId))
                ? { ...entry('reconnect'), label: deedWords['replace-keys'] }
                : entry('reconnect'),
            ]
          : []),
        entry('rename', 'F2'),
        isFavourite
          ? {
              ...entry('favourite'),
              label: deedWords['not-favourite'],
              icon: icons['not-favourite'],
            }
          : entry('favourite'),
        entry('tags'),
        ...(facts.s3 === null ? [] : [entry('aws-profile')]),
        { ...entry('disconnect', deleteKey(platform)), tone: 'danger' },
      ];
    },
    [operations, keychain, lastFormat, platform, providers],
  );
};

/** Does what needs no word from the person, and says whether it was that. */
export const useAccountDeeds = (): ((deed: AccountDeed, connection: ConnectionView) => boolean) => {
  const start = useStart();
  const setFavourite = useSetFavourite();
  return useCallback(
    (deed, connection) => {
      switch (deed) {
        case 'refresh':
        case 'verify':
        case 'reconnect':
          void start(deed, connection.id);
          return true;
        case 'favourite':
          void setFavourite(connection, !connection.isFavourite);
          return true;
        default:
          return false;
      }
    },
    [start, setFavourite],
  );
};
