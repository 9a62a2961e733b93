import { ArrowLeft, X } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { commonWords } from '../../shared/words/common.ts';
import { IconButton } from './button.tsx';
import { overlay } from './focus-keeper.tsx';
import styles from './sheet.module.css';

type Props = {
  readonly title: string;
  /** Stands before the title. */
  readonly mark?: ReactNode;
  /** Leads back by one step; null where there is none. */
  readonly back: { readonly label: string; readonly onPress: () => void } | null;
  readonly closeLabel: string;
  /** Escape leads back as well, and a press beside the sheet closes it. */
  readonly closesEasily: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/**
 * A task over the window, from its right side: what it began from stays in sight where there is room.
 * Keeps focus inside and gives it back when it goes.
 */
export const Sheet = (props: Props) => {
  const { title, mark, back, closeLabel, closesEasily, onClose, children } = props;
  const sheet = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What is in the sheet may have taken the focus already.
    const { activeElement } = document;
    if (activeElement === sheet.current || sheet.current?.contains(activeElement) !== true)
      heading.current?.focus();
  }, []);
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !closesEasily) return;
    // What lies over the sheet has its own use for the key.
    if (event.target instanceof Element && event.target.closest(overlay) !== sheet.current) return;
    event.preventDefault();
    (back?.onPress ?? onClose)();
  });
  useEffect(() => {
    document.addEventListener('keydown', onEscape);
    return () => document.removeEventListener('keydown', onEscape);
  }, []);
  return (
    <ModalOverlay
      className={styles.scrim ?? ''}
      isOpen
      isDismissable={closesEasily}
      isKeyboardDismissDisabled
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={styles.place ?? ''}>
        <AriaDialog ref={sheet} className={styles.sheet ?? ''}>
          <header className={styles.head}>
            {back === null ? null : (
              <IconButton
                label={back.label}
                tip={commonWords.back}
                icon={<ArrowLeft size={17} aria-hidden="true" />}
                onClick={back.onPress}
              />
            )}
            {mark}
            <Heading slot="title" level={1} ref={heading} tabIndex={-1} data-focus-home>
              {title}
            </Heading>
            <IconButton
              label={closeLabel}
              icon={<X size={17} aria-hidden="true" />}
              onClick={onClose}
            />
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
};
