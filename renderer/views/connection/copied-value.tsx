import type { ReactNode } from 'react';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { formatWords } from '../../../shared/words/copy-formats.ts';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { useCopy } from '../../state/use-copy.ts';
import { useTick } from '../../state/use-tick.ts';
import styles from './connection.module.css';
import { Row } from './section.tsx';

type Props = {
  readonly connectionId: ConnectionId;
  readonly format: CopyFormat;
  readonly disabled?: boolean;
  /** What is shown of it, where it is shown here. */
  readonly children?: ReactNode;
};

/** A value that a click copies, with a tick in its place for a moment. */
export const CopiedValue = ({ connectionId, format, disabled = false, children }: Props) => {
  const copy = useCopy();
  const [ticked, tick] = useTick();
  return (
    <button
      type="button"
      className={styles.copied}
      disabled={disabled}
      data-tip={commonWords.copy}
      onClick={() => {
        void copy(connectionId, format).then((done) => {
          if (done) tick();
        });
      }}
    >
      <span className="visually-hidden">{commonWords.copyWhat(formatWords[format].label)} </span>
      {children}
      <CopyIcon ticked={ticked} size={14} />
    </button>
  );
};

type PlainRowProps = {
  readonly connectionId: ConnectionId;
  readonly format: 'endpoint' | 'region' | 'connection-id';
  readonly value: string;
};

/** A value that is no secret. */
export const PlainRow = ({ connectionId, format, value }: PlainRowProps) => (
  <Row name={formatWords[format].label}>
    <CopiedValue connectionId={connectionId} format={format}>
      <span className={styles.oneLine} data-whole={value}>
        {value}
      </span>
    </CopiedValue>
  </Row>
);
