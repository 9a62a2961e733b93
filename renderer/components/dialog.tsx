import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { cx } from './cx.ts';
import styles from './dialog.module.css';

type Props = {
  readonly title: string;
  /** For what is wider than a few sentences. */
  readonly wide?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A dialog over the window. Keeps focus inside and gives it back when it goes. */
export const Dialog = ({ title, wide = false, role = 'dialog', onClose, children }: Props) => (
  <ModalOverlay
    className={styles.scrim ?? ''}
    isOpen
    isDismissable
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
  >
    <Modal className={cx(styles.modal, wide && styles.wide)}>
      <AriaDialog role={role} className={styles.dialog ?? ''}>
        <Heading slot="title" level={2} className={styles.title ?? ''}>
          {title}
        </Heading>
        {children}
      </AriaDialog>
    </Modal>
  </ModalOverlay>
);

export const DialogActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.actions}>{children}</div>
);
