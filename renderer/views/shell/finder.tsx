import { Suspense, useEffect, useState } from 'react';
import { overlay } from '../../components/focus-keeper.tsx';
import type { AskedDeed } from '../account/account-menu.tsx';
import type { Place } from '../palette/commands.ts';
import { Palette } from '../palette/lazy.ts';
import { UnlockDialog } from './lazy.tsx';

type Props = {
  /** Not where a form may hold what was typed, which is left by its own buttons alone. */
  readonly mayFind: boolean;
  readonly openId: string | null;
  readonly onOpen: (connectionId: string) => void;
  readonly onAsk: (connectionId: string, deed: AskedDeed) => void;
  readonly onGo: (place: Place) => void;
};

/** How many commands the palette remembers. */
const maxRecent = 5;

/** Ctrl or ⌘ with this key, and nothing else held. */
const isShortcut = (event: KeyboardEvent, key: string): boolean =>
  (event.ctrlKey || event.metaKey) &&
  !event.shiftKey &&
  !event.altKey &&
  event.key.toLowerCase() === key;

/** A character that is typed there belongs to the text. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select') !== null;

/** No dialog or menu is open. */
const noneOver = (): boolean => document.querySelector(overlay) === null;

/** Opens the palette over whatever is shown, remembers what was run, and knows the shortcuts of views. */
export const Finder = ({ mayFind, openId, onOpen, onAsk, onGo }: Props) => {
  const [finds, setFinds] = useState(false);
  const [unlocks, setUnlocks] = useState(false);
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!mayFind) return;
    const key = (event: KeyboardEvent): void => {
      if (isShortcut(event, 'k')) {
        event.preventDefault();
        // Over another dialog or menu it does not open; over itself it closes.
        setFinds((before) => !before && noneOver());
      } else if (event.key === '?' && !isTyping(event.target) && noneOver()) {
        event.preventDefault();
        onGo('help');
      } else if (isShortcut(event, ',') && noneOver()) {
        event.preventDefault();
        onGo('settings');
      }
    };
    // What has the focus in the palette keeps keys to itself.
    document.addEventListener('keydown', key, true);
    return () => document.removeEventListener('keydown', key, true);
  }, [mayFind, onGo]);
  if (unlocks) return <UnlockDialog onClose={() => setUnlocks(false)} />;
  if (!finds || !mayFind) return null;
  return (
    <Suspense>
      <Palette
        openId={openId}
        recent={recent}
        onRun={(key) =>
          setRecent((before) => [key, ...before.filter((each) => each !== key)].slice(0, maxRecent))
        }
        onOpen={onOpen}
        onAsk={onAsk}
        onGo={onGo}
        onUnlock={() => setUnlocks(true)}
        onClose={() => setFinds(false)}
      />
    </Suspense>
  );
};
