import { ArrowLeft, RefreshCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { whereOf } from '../../../shared/connection-rules.ts';
import type { ConnectionView, OperationView } from '../../../shared/schemas.ts';
import { detailsWords as words } from '../../../shared/words/connection.ts';
import { Button } from '../../components/button.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { useProvider, useSnapshot } from '../../state/app-context.tsx';
import type { Task } from '../../state/use-start.ts';
import type { AccountDeed, AccountMenu } from '../account/account-menu.tsx';
import { CopyAsButton } from '../copy-as/copy-as-button.tsx';
import styles from './connection.module.css';
import { RenameForm } from './rename-form.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly operation: OperationView | null;
  /** What “Renew” does; null where it is offered elsewhere, or nothing is to be renewed. */
  readonly renewal: Extract<Task, 'refresh' | 'reconnect'> | null;
  /** Which of the buttons is the likely one. */
  readonly likely: 'copy' | 'renew' | null;
  /** What else can be done. */
  readonly menu: AccountMenu;
  readonly off: boolean;
  readonly renaming: boolean;
  /** Changes when the heading should take the focus. */
  readonly focusRequest: number;
  readonly onRenamed: () => void;
  readonly onRenew: () => void;
  readonly onDeed: (deed: AccountDeed) => void;
  readonly onLeave: () => void;
};

/** Whose account it is, how it is, and what can be done with it. */
export const AccountHeader = (props: Props) => {
  const { connection, operation, renewal, likely, menu, off, renaming, focusRequest } = props;
  const { keychain } = useSnapshot();
  const provider = useProvider(connection.providerId);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusRequest > 0) heading.current?.focus();
  }, [focusRequest]);
  const where = whereOf(connection, provider?.name ?? connection.providerId);
  return (
    <header className={styles.head}>
      <Button
        look="ghost"
        size="small"
        className={styles.back}
        icon={<ArrowLeft size={15} aria-hidden="true" />}
        onClick={props.onLeave}
      >
        {words.back}
      </Button>
      <div className={styles.identity}>
        <ProviderMark provider={provider ?? connection.providerId} size="large" />
        <div className={styles.titles}>
          {renaming ? (
            <>
              <h2 className="visually-hidden">{connection.label}</h2>
              <RenameForm connection={connection} onDone={props.onRenamed} />
            </>
          ) : (
            <h2
              ref={heading}
              tabIndex={-1}
              data-focus-home
              className={styles.title}
              dir="auto"
              data-whole={connection.label}
            >
              {connection.label}
            </h2>
          )}
          <p className={styles.subtitle} data-whole={where}>
            {where}
          </p>
          <StatusChip
            connection={connection}
            operation={operation}
            keychain={keychain}
            look="sentence"
          />
        </div>
      </div>
      <div className={styles.actions}>
        <CopyAsButton
          connection={connection}
          look={likely === 'copy' ? 'primary' : 'secondary'}
          disabled={off}
        />
        {renewal === null ? null : (
          <Button
            look={likely === 'renew' ? 'primary' : 'secondary'}
            icon={<RefreshCw size={14} aria-hidden="true" />}
            busy={operation?.status === 'running'}
            disabled={off}
            aria-label={words.renew}
            data-tip={words.renew}
            className={styles.renew}
            onClick={props.onRenew}
          >
            <span>{words.renew}</span>
          </Button>
        )}
        <MenuButton
          className={styles.more}
          look="secondary"
          label={words.more}
          entries={menu}
          onAction={(id) => {
            const deed = menu.find((each) => each.id === id)?.id;
            if (deed !== undefined) props.onDeed(deed);
          }}
        />
      </div>
    </header>
  );
};
