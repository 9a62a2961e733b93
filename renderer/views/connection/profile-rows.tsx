import { useState } from 'react';
import type { ConnectionId } from '../../../shared/ids.ts';
import { listCommand, awsProfileWords as words } from '../../../shared/words/aws-profiles.ts';
import { accountWords, commonWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import type { AwsProfiles } from '../../state/use-aws-profiles.ts';
import styles from './connection.module.css';
import { CopyTextButton } from './copy-text-button.tsx';
import { Row } from './section.tsx';

type Props = {
  readonly connectionId: ConnectionId;
  readonly profiles: AwsProfiles;
  readonly onAdd: () => void;
};

/** The profiles by which AWS tools take this account's keys. */
export const ProfileRows = ({ connectionId, profiles, onAdd }: Props) => {
  const { bridge, notify, announce } = useApp();
  const [removed, setRemoved] = useState<{ profile: string; undo: string } | null>(null);
  const { list, error, reload } = profiles;

  const remove = async (profile: string): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.remove({ connectionId, profile }));
    await reload();
    if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
    announce(words.removed(profile));
    setRemoved(reply.value.undo === null ? null : { profile, undo: reply.value.undo });
  };
  const undo = async (change: string): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.undo({ change }));
    setRemoved(null);
    await reload();
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    else notify({ tone: 'ok', text: words.undone(list?.file ?? '') });
  };

  const names = list?.profiles ?? [];
  return (
    <Row name={words.panel}>
      {error === null ? null : <span className={styles.faint}>{errorLine(error)}</span>}
      {names.length === 0 && removed === null && error === null ? (
        <span className={styles.faint}>{words.none}</span>
      ) : null}
      {names.map((profile) => (
        <span key={profile} className={styles.line}>
          <span className={cx(styles.mono, styles.oneLine)} data-whole={profile}>
            {profile}
          </span>
          <span className={styles.rowButtons}>
            <CopyTextButton
              text={listCommand(profile)}
              label={accountWords.copyCommandFor(profile)}
              tip={listCommand(profile)}
            />
            <Button
              look="ghost"
              size="small"
              aria-label={accountWords.removeProfile(profile)}
              onClick={() => void remove(profile)}
            >
              {commonWords.remove}
            </Button>
          </span>
        </span>
      ))}
      {removed === null ? null : (
        <span className={styles.line}>
          <span>{words.removed(removed.profile)}</span>
          <Button size="small" autoFocus onClick={() => void undo(removed.undo)}>
            {commonWords.undo}
          </Button>
        </span>
      )}
      <Button size="small" disabled={list === null} onClick={onAdd}>
        {words.open}
      </Button>
    </Row>
  );
};
