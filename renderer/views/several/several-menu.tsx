import { Archive, RefreshCw, Tag, Unplug } from 'lucide-react';
import type { KeychainView } from '../../../shared/schemas.ts';
import { severalWords as words } from '../../../shared/words/several.ts';
import type { MenuEntry } from '../../components/menu.tsx';
import type { Several } from './use-several.ts';

/** What can be done with several accounts. */
export type SeveralDeed = 'renew' | 'tags' | 'backup' | 'disconnect';
/** What asks the person something first. */
export type SeveralAsks = Exclude<SeveralDeed, 'renew'>;

type SeveralEntry = MenuEntry & { readonly id: SeveralDeed; readonly off: boolean };

/** Lists it, for the bar below the list and the menu of a row among them. */
export const severalEntries = (
  keychain: KeychainView,
  running: Several['running'],
): readonly SeveralEntry[] => {
  const busy = running !== null;
  const shut = busy || keychain.status !== 'ready';
  return [
    {
      id: 'renew',
      label: words.renew,
      icon: <RefreshCw size={15} aria-hidden="true" />,
      off: shut,
    },
    { id: 'tags', label: words.tag, icon: <Tag size={15} aria-hidden="true" />, off: false },
    {
      id: 'backup',
      label: words.backUp,
      icon: <Archive size={15} aria-hidden="true" />,
      off: shut,
    },
    {
      id: 'disconnect',
      label: words.disconnect,
      icon: <Unplug size={15} aria-hidden="true" />,
      tone: 'danger',
      off: busy,
    },
  ];
};
