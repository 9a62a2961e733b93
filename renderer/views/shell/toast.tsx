import { Check, CircleAlert, Undo2, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { doneWords } from '../../../shared/words/account-menu.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { overlay } from '../../components/focus-keeper.tsx';
import { type Notice, useApp } from '../../state/app-context.tsx';
import { usePlatformWords } from '../../state/platform-words.ts';
import styles from './toast.module.css';

type Props = { readonly notice: Notice; readonly onClose: () => void };

const newsShownMs = 4_000;
/** Time to read it, and to find what takes it back. (WCAG 2.2.1: it stays while it is looked at.) */
const longShownMs = 9_000;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select') !== null;

/**
 * One short message at a time, over the bottom of the window, which it never moves. What it says is announced by
 * the live region. It goes by itself, but not while the pointer or the focus is on it.
 */
export const Toast = ({ notice, onClose }: Props) => {
  const { announce, notify } = useApp();
  const { shortcut } = usePlatformWords();
  const [held, setHeld] = useState(false);
  const box = useRef<HTMLElement>(null);
  const { undo, tone, text } = notice;

  useEffect(() => {
    if (held) return;
    const shownMs = tone === 'ok' && undo === undefined ? newsShownMs : longShownMs;
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [held, tone, undo, onClose]);

  const takeBack = useCallback(async (): Promise<void> => {
    if (undo === undefined) return;
    onClose();
    const reply = await undo();
    if (reply.ok) announce(doneWords.undone);
    else notify({ tone: 'danger', text: errorLine(reply.error) });
  }, [undo, onClose, announce, notify]);
  useEffect(() => {
    if (undo === undefined) return;
    const key = (event: KeyboardEvent): void => {
      const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
      if (!isUndo || event.shiftKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector(overlay) !== null) return;
      event.preventDefault();
      void takeBack();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [undo, takeBack]);

  const Icon = tone === 'ok' ? Check : CircleAlert;
  return (
    <section
      ref={box}
      aria-label={doneWords.message}
      className={styles.toast}
      data-tone={tone}
      // A dialog below stays open while it is used.
      data-react-aria-top-layer="true"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(box.current?.contains(document.activeElement) === true)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(box.current?.matches(':hover') === true)}
    >
      <Icon size={15} aria-hidden="true" />
      <span>{text}</span>
      {undo === undefined ? null : (
        <Button
          look="ghost"
          size="small"
          icon={<Undo2 size={14} aria-hidden="true" />}
          data-tip={shortcut('Z')}
          onClick={() => void takeBack()}
        >
          {doneWords.undo}
        </Button>
      )}
      <IconButton
        label={doneWords.close}
        icon={<X size={14} aria-hidden="true" />}
        onClick={onClose}
      />
    </section>
  );
};
