import { Check, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { doneWords } from '../../../shared/words/account-menu.ts';
import { accountWords } from '../../../shared/words/common.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { IconButton } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connection.module.css';

type Props = { readonly connection: ConnectionView; readonly onDone: () => void };

/** Renames in place: Enter keeps the new name, Escape the old one. */
export const RenameForm = ({ connection, onDone }: Props) => {
  const { bridge, notify } = useApp();
  const [label, setLabel] = useState(connection.label);
  /** What had the focus, a row of the list perhaps, has it again. */
  const [from] = useState(() => document.activeElement);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);

  const end = (): void => {
    if (from instanceof HTMLElement && from.isConnected) from.focus();
    onDone();
  };
  const save = async (): Promise<void> => {
    const next = label.trim();
    if (next === '' || next === connection.label) return end();
    const rename = (to: string) =>
      settle(bridge.connections.rename({ connectionId: connection.id, label: to }));
    const reply = await rename(next);
    if (reply.ok) {
      notify({
        tone: 'ok',
        text: doneWords.renamed(next),
        undo: () => rename(connection.label),
      });
      end();
    } else {
      notify({ tone: 'danger', text: describeError(reply.error).title });
    }
  };

  return (
    <form
      className={styles.rename}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end();
      }}
    >
      <input
        ref={input}
        aria-label={accountWords.name}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <IconButton
        label={accountWords.saveName}
        icon={<Check size={16} aria-hidden="true" />}
        onClick={() => void save()}
      />
      <IconButton
        label={accountWords.keepName}
        icon={<X size={16} aria-hidden="true" />}
        onClick={end}
      />
    </form>
  );
};
