import { type ReactNode, useId, useState } from 'react';
import type { BackedUpAccount, BackupPreview, RestoreChoice } from '../../../shared/backup.ts';
import { restoreWords as words } from '../../../shared/words/backup.ts';
import { formatAgo } from '../../../shared/words/time.ts';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { Select } from '../../components/select.tsx';
import { useApp } from '../../state/app-context.tsx';
import styles from './backup.module.css';

type Props = {
  readonly preview: BackupPreview;
  readonly busy: boolean;
  readonly trouble: ReactNode;
  /** Gets a choice for each account of the preview. */
  readonly onRestore: (choices: readonly RestoreChoice[]) => void;
  readonly onClose: () => void;
};

/** How many accounts are listed: those that ask something first. */
const maxShown = 200;

const asks = ({ state }: BackedUpAccount): boolean => state === 'differs';
const options = (['skip', 'replace', 'add'] as const).map((value) => ({
  value,
  label: words.choices[value],
}));
const isChoice = (value: string): value is RestoreChoice => value in words.choices;

/** What is in the backup, what of it is here already, and what shall come. */
export const RestorePreview = ({ preview, busy, trouble, onRestore, onClose }: Props) => {
  const { accounts, templates } = preview;
  // What is new comes, what is here stays, until the person says otherwise.
  const [choices, setChoices] = useState<readonly RestoreChoice[]>(() =>
    accounts.map(({ state }) => (state === 'new' ? 'add' : 'skip')),
  );
  const choose = (at: number, choice: RestoreChoice): void =>
    setChoices((before) => before.map((each, index) => (index === at ? choice : each)));

  const rows = accounts.map((account, index) => ({ account, index }));
  const shown = [
    ...rows.filter(({ account }) => asks(account)),
    ...rows.filter(({ account }) => !asks(account)),
  ].slice(0, maxShown);
  const wanted = choices.filter((choice) => choice !== 'skip').length;
  const once = rows.filter(
    ({ account, index }) => account.worksOnce && choices[index] !== 'skip',
  ).length;
  return (
    <>
      <ul className={styles.list} aria-label={words.list}>
        {shown.map(({ account, index }) => (
          <Row
            key={index}
            account={account}
            brought={templates.find(({ providerId }) => providerId === account.providerId)?.name}
            choice={choices[index] ?? 'skip'}
            onChoose={(choice) => choose(index, choice)}
          />
        ))}
      </ul>
      {rows.length <= maxShown ? null : <p>{words.more(rows.length - maxShown)}</p>}
      {templates.map(({ providerId, name, contacts }) => (
        <Notice key={providerId} tone="info" title={words.brought(name)}>
          <p>{words.contacts(contacts)}</p>
        </Notice>
      ))}
      {once === 0 ? null : (
        <Notice tone="warn" title={words.onceTitle}>
          <p>{words.onceText(once)}</p>
        </Notice>
      )}
      {trouble}
      <DialogActions>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button
          look="primary"
          autoFocus
          busy={busy}
          disabled={wanted === 0}
          onClick={() => onRestore(choices)}
        >
          {busy ? words.restoring : words.restore(wanted)}
        </Button>
      </DialogActions>
    </>
  );
};

type RowProps = {
  readonly account: BackedUpAccount;
  /** The name of the provider that comes along. */
  readonly brought: string | undefined;
  readonly choice: RestoreChoice;
  readonly onChoose: (choice: RestoreChoice) => void;
};

const Row = ({ account, brought, choice, onChoose }: RowProps) => {
  const { clock, providers } = useApp();
  const { label, providerId, state, here, worksOnce, updatedAtEpochSeconds } = account;
  const id = useId();
  const provider = brought ?? providers.find((each) => each.id === providerId)?.name ?? providerId;
  const ago = (epochSeconds: number): string => formatAgo(epochSeconds, clock.now());
  return (
    <li className={styles.row}>
      {state === 'new' ? (
        <input
          type="checkbox"
          aria-label={words.include(label)}
          aria-describedby={id}
          checked={choice === 'add'}
          onChange={(event) => onChoose(event.target.checked ? 'add' : 'skip')}
        />
      ) : (
        <span />
      )}
      <div className={styles.what}>
        <p className={styles.name} dir="auto">
          {label}
        </p>
        <p id={id} className={styles.faint} dir="auto">
          {[provider, account.account, words.states[state], worksOnce ? words.once : null]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        {state !== 'differs' || here === null ? null : (
          <>
            <p className={styles.faint} dir="auto">
              {words.hereAs(
                here.label,
                ago(here.updatedAtEpochSeconds),
                ago(updatedAtEpochSeconds),
              )}
            </p>
            <div className={styles.ask}>
              <Select
                label={words.double(label)}
                help={undefined}
                problem={null}
                options={options}
                value={choice}
                code={false}
                action={null}
                onChange={(value) => {
                  if (isChoice(value)) onChoose(value);
                }}
              />
            </div>
          </>
        )}
      </div>
    </li>
  );
};
