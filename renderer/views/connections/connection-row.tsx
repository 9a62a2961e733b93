import { Star } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { useLocale } from 'react-aria-components/I18nProvider';
import {
  type Condition,
  conditionOf,
  nextActionOf,
  whereOf,
} from '../../../shared/connection-rules.ts';
import type { ConnectionView, KeychainView, OperationView } from '../../../shared/schemas.ts';
import { frameWords } from '../../../shared/words/common.ts';
import { listWords, mendingOf, mendingWords } from '../../../shared/words/list.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { MiddleCut } from '../../components/middle-cut.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { useClock, useProvider } from '../../state/app-context.tsx';
import { copyNoun, quickFormatsOf } from '../../state/copyable.ts';
import styles from './connection-list.module.css';

type Props = {
  readonly connection: ConnectionView;
  readonly operation: OperationView | null;
  readonly keychain: KeychainView;
  readonly index: number;
  readonly offset: number;
  readonly selected: boolean;
  /** Is the one row that Tab reaches. */
  readonly reachable: boolean;
  /** Is among those that need the person, and has the button that mends it. */
  readonly needsPerson: boolean;
  readonly copying: boolean;
  /** Something of it was copied just now. */
  readonly ticked: boolean;
  readonly onChoose: (index: number, keys: MouseEvent) => void;
  readonly onCopy: (connectionId: string, button: HTMLElement) => void;
  readonly onMend: (action: MendingAction, connectionId: ConnectionView['id']) => void;
};

type MendingAction = NonNullable<ReturnType<typeof nextActionOf>>;

export const ConnectionRow = memo(function ConnectionRow(props: Props) {
  // Drawn anew when another language is spoken.
  useLocale();
  const { connection, operation, keychain, index, offset, selected, reachable, copying } = props;
  const provider = useProvider(connection.providerId);
  const where = whereOf(connection, provider?.name ?? connection.providerId);
  const kind = useClock((nowMs) => conditionOf({ connection, operation, keychain, nowMs }).kind);
  const action = props.needsPerson ? nextActionOf(connection, kind) : null;
  const copyable = quickFormatsOf(connection.facts).length > 0 && connection.state === 'active';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it handles keys for all rows
    // biome-ignore lint/a11y/useSemanticElements: a table cannot place rows by transform
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={reachable ? 0 : -1}
      data-focus-home={reachable ? '' : undefined}
      data-index={index}
      className={styles.row}
      style={{ transform: `translateY(${offset}px)` }}
      onClick={(event) => props.onChoose(index, event)}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus */}
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      <div role="gridcell" className={styles.cell}>
        <ProviderMark provider={provider ?? connection.providerId} />
        <div className={styles.words}>
          <span className={styles.head}>
            <MiddleCut className={styles.name} text={connection.label} />
            {connection.isFavourite ? <FavouriteMark /> : null}
            {connection.tags.length === 0 ? null : <RowTags tags={connection.tags} />}
          </span>
          <span className={styles.line}>
            <StatusChip
              connection={connection}
              operation={operation}
              keychain={keychain}
              look="row"
            />
            <span className={styles.place} data-whole={where}>
              {where}
            </span>
          </span>
        </div>
      </div>
      {/* biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus */}
      {/* biome-ignore lint/a11y/useSemanticElements: as the row */}
      <div role="gridcell" className={styles.buttons}>
        {copyable ? (
          <CopyButton
            connection={connection}
            disabled={keychain.status === 'trouble'}
            copying={copying}
            ticked={props.ticked}
            onCopy={props.onCopy}
          />
        ) : null}
        {action === null ? null : (
          <MendButton
            connection={connection}
            action={action}
            kind={kind}
            provider={provider}
            disabled={keychain.status === 'trouble'}
            onMend={props.onMend}
          />
        )}
      </div>
    </div>
  );
});

/** Says that an account is among the favourites. */
export const FavouriteMark = () => (
  <span className={styles.favourite}>
    <Star size={12} fill="currentColor" aria-hidden="true" />
    <span className="visually-hidden">{listWords.favourite}</span>
  </span>
);

/** As many tags as there is room for; all of them stand with the account, and in the sidebar. */
export const RowTags = ({ tags }: Pick<ConnectionView, 'tags'>) => (
  <span className={styles.tags} aria-hidden="true">
    {tags.map((tag) => (
      <span key={tag}>{tag}</span>
    ))}
  </span>
);

/** Opens the menu of what can be copied of a connection. */
export const CopyButton = ({
  connection,
  disabled,
  copying,
  ticked,
  onCopy,
}: Pick<Props, 'connection' | 'copying' | 'ticked' | 'onCopy'> & {
  readonly disabled: boolean;
}) => {
  const noun = copyNoun(connection.facts);
  return (
    <IconButton
      className={styles.copy}
      label={frameWords.copyOf[noun](connection.label)}
      tip={frameWords.copyNoun[noun]}
      icon={<CopyIcon ticked={ticked} />}
      tabIndex={-1}
      aria-haspopup="menu"
      aria-expanded={copying}
      disabled={disabled}
      onClick={(event) => {
        event.stopPropagation();
        onCopy(connection.id, event.currentTarget);
      }}
    />
  );
};

/** Does the one thing that mends a connection. */
export const MendButton = ({
  connection,
  action,
  kind,
  provider,
  disabled,
  onMend,
}: Pick<Props, 'connection' | 'onMend'> & {
  readonly action: MendingAction;
  readonly kind: Condition['kind'];
  readonly provider: Parameters<typeof mendingOf>[2];
  readonly disabled: boolean;
}) => {
  const word = mendingWords[mendingOf(action, kind, provider)];
  return (
    <Button
      size="small"
      className={styles.mend}
      aria-label={frameWords.mend(word, connection.label)}
      tabIndex={-1}
      disabled={disabled}
      onClick={(event) => {
        // It goes while it works, and leaves the focus to its row; that is opened, for what is asked then.
        event.currentTarget.closest<HTMLElement>('[role=row]')?.focus();
        onMend(action, connection.id);
      }}
    >
      {word}
    </Button>
  );
};
