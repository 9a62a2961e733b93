import { Suspense, useEffect, useState } from 'react';
import {
  conditionOf,
  nextActionOf,
  operationOf,
  renewalOf,
} from '../../../shared/connection-rules.ts';
import type { ConnectionView as Connection } from '../../../shared/schemas.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { mendingOf, mendingWords } from '../../../shared/words/list.ts';
import { Button } from '../../components/button.tsx';
import { useApp, useClock, useProvider, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useAwsProfiles } from '../../state/use-aws-profiles.ts';
import { useChangeTags } from '../../state/use-marking.ts';
import { type Task, useStart } from '../../state/use-start.ts';
import { type AskedDeed, useAccountDeeds, useAccountMenu } from '../account/account-menu.tsx';
import { TagsDialog } from '../account/lazy.ts';
import { OperationPanel } from '../operation/lazy.ts';
import type { View } from '../shell/view-stack.ts';
import { AccessSection } from './access-section.tsx';
import { AccountHeader } from './account-header.tsx';
import { CheckSection } from './check-section.tsx';
import styles from './connection.module.css';
import { HistorySection } from './history-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { AwsProfileDialog, DisconnectDialog } from './lazy-dialogs.ts';
import { ProfileRows } from './profile-rows.tsx';
import { ToolsSection } from './tools-section.tsx';
import { TroubleCard } from './trouble-card.tsx';

type Props = {
  readonly connection: Connection;
  /** Changes when the heading should take the focus. */
  readonly focusRequest: number;
  readonly onLeave: () => void;
  /** Opens another view in place of the accounts. */
  readonly onView: (view: View) => void;
  /** What was chosen in the list or the palette, to be asked here. */
  readonly asked: AskedDeed | null;
  readonly onAsked: () => void;
};

/** One account: how it is, what can be done with it, and what is known of it. */
export const ConnectionView = (props: Props) => {
  const { connection, focusRequest, onLeave, onView, asked, onAsked } = props;
  const { bridge, notify } = useApp();
  const { operations, keychain } = useSnapshot();
  const provider = useProvider(connection.providerId);
  const [asks, setAsks] = useState<AskedDeed | null>(null);
  const endAsking = (): void => setAsks(null);
  useEffect(() => {
    if (asked === null) return;
    setAsks(asked);
    onAsked();
  }, [asked, onAsked]);
  const doDeed = useAccountDeeds();
  const changeTags = useChangeTags();
  const awsProfiles = useAwsProfiles(connection.id, connection.facts.s3 !== null);

  const operation = operationOf(operations, connection.id);
  const busy = operation?.status === 'running';
  const kind = useClock(
    (nowMs) => conditionOf({ connection, operation: null, keychain, nowMs }).kind,
  );
  const providerName = provider?.name ?? connection.providerId;
  const startTask = useStart();
  const start = (task: Task): Promise<void> => startTask(task, connection.id);

  const disconnect = async (profiles: readonly string[]): Promise<void> => {
    endAsking();
    for (const profile of profiles) {
      const reply = await settle(
        bridge.awsProfiles.remove({ connectionId: connection.id, profile }),
      );
      // Nothing goes on behind what the person asked for and did not get.
      if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
    }
    await start('disconnect');
  };

  const ready = keychain.status === 'ready';
  const off = !ready || connection.state !== 'active';
  const action = nextActionOf(connection, kind);
  /** Stands beside what is wrong, and is then offered there alone. */
  const mends = operation === null && kind !== 'expiring' ? action : null;
  const renewal = renewalOf(connection, kind);
  const isMended = mends !== null && mends === renewal;
  const { verify } = connection.capabilities;
  const besideMenu = ['copy', 'copy-as', 'refresh', 'verify', renewal, mends];
  const menu = useAccountMenu()(connection).filter(({ id }) => !besideMenu.includes(id));
  return (
    <section
      className={styles.view}
      aria-label={connection.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (!event.currentTarget.contains(event.target as Node)) return;
        event.preventDefault();
        onLeave();
      }}
    >
      <AccountHeader
        connection={connection}
        operation={operation}
        renewal={isMended ? null : renewal}
        likely={kind === 'valid' ? 'copy' : kind === 'expiring' ? 'renew' : null}
        menu={menu}
        off={renewal === 'reconnect' ? !ready : off}
        renaming={asks === 'rename'}
        focusRequest={focusRequest}
        onRenamed={endAsking}
        onRenew={() => {
          if (renewal !== null) void start(renewal);
        }}
        onDeed={(deed) => {
          if (!doDeed(deed, connection)) setAsks(deed as AskedDeed);
        }}
        onLeave={onLeave}
      />
      <div className={styles.body}>
        {operation === null ? (
          <TroubleCard
            connection={connection}
            button={
              mends === null ? undefined : (
                <Button
                  look="primary"
                  size="small"
                  disabled={mends === 'reconnect' ? !ready : off}
                  onClick={() => void start(mends)}
                >
                  {mendingWords[mendingOf(mends, kind, provider)]}
                </Button>
              )
            }
          />
        ) : (
          <Suspense>
            <OperationPanel
              key={operation.id}
              operation={operation}
              connection={connection}
              onTryAgain={() => {
                if (operation.kind !== 'connect') void start(operation.kind);
              }}
            />
          </Suspense>
        )}
        <KeysSection connection={connection} providerName={providerName} />
        <AccessSection
          connection={connection}
          providerName={providerName}
          off={off}
          onBrowse={() => onView({ kind: 'buckets', connectionId: connection.id })}
        />
        {verify ? (
          <CheckSection
            connection={connection}
            off={off}
            busy={busy}
            onVerify={mends === 'verify' ? null : () => void start('verify')}
          />
        ) : null}
        <ToolsSection connection={connection} onShowTools={() => onView({ kind: 'tools' })}>
          {connection.facts.s3 === null ? null : (
            <ProfileRows
              connectionId={connection.id}
              profiles={awsProfiles}
              onAdd={() => setAsks('aws-profile')}
            />
          )}
        </ToolsSection>
        <HistorySection
          connection={connection}
          onShowAll={() => onView({ kind: 'activity', text: connection.label })}
        />
      </div>
      {asks === 'aws-profile' && awsProfiles.list !== null ? (
        <Suspense>
          <AwsProfileDialog
            connection={connection}
            list={awsProfiles.list}
            onChanged={() => void awsProfiles.reload()}
            onClose={endAsking}
          />
        </Suspense>
      ) : null}
      {asks === 'tags' ? (
        <Suspense>
          <TagsDialog
            connections={[connection]}
            onSave={(change) => changeTags([connection], change)}
            onClose={endAsking}
          />
        </Suspense>
      ) : null}
      {asks === 'disconnect' ? (
        <Suspense>
          <DisconnectDialog
            connection={connection}
            provider={provider}
            profiles={awsProfiles.list}
            onClose={endAsking}
            onConfirm={(profiles) => void disconnect(profiles)}
          />
        </Suspense>
      ) : null}
    </section>
  );
};
