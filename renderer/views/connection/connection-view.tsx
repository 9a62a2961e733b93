import { ArrowLeft, BadgeCheck, LogIn, Pencil, RefreshCw } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import {
  conditionOf,
  nextActionOf,
  operationOf,
  whereOf,
} from '../../../shared/connection-rules.ts';
import type { ConnectionView as Connection } from '../../../shared/schemas.ts';
import { stateNoticeOf } from '../../../shared/words/connection.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { useApp, useClock, useProvider, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useAwsProfiles } from '../../state/use-aws-profiles.ts';
import { useChangeTags } from '../../state/use-marking.ts';
import { type Task, useStart } from '../../state/use-start.ts';
import { type AskedDeed, useAccountDeeds, useAccountMenu } from '../account/account-menu.tsx';
import { TagsDialog } from '../account/lazy.ts';
import { CopyAsButton } from '../copy-as/copy-as-button.tsx';
import { OperationPanel } from '../operation/lazy.ts';
import type { View } from '../shell/view-stack.ts';
import { AwsProfilesPanel } from './aws-profiles-panel.tsx';
import { BrokerPanel } from './broker-panel.tsx';
import styles from './connection.module.css';
import { GrantPanel } from './grant-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { AwsProfileDialog, DisconnectDialog } from './lazy.ts';
import { ProvenPanel } from './proven-panel.tsx';
import { RenameForm } from './rename-form.tsx';
import { S3Panel } from './s3-panel.tsx';
import { TimesPanel } from './times-panel.tsx';
import { TokensPanel } from './tokens-panel.tsx';
import { ToolsPanel } from './tools-panel.tsx';

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

export const ConnectionView = (props: Props) => {
  const { connection, focusRequest, onLeave, onView, asked, onAsked } = props;
  const { bridge, notify } = useApp();
  const { operations, keychain } = useSnapshot();
  const provider = useProvider(connection.providerId);
  const heading = useRef<HTMLHeadingElement>(null);
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

  useEffect(() => {
    if (focusRequest > 0) heading.current?.focus();
  }, [focusRequest]);

  const operation = operationOf(operations, connection.id);
  const busy = operation?.status === 'running';
  const kind = useClock(
    (nowMs) => conditionOf({ connection, operation: null, keychain, nowMs }).kind,
  );
  const [noticeTitle, noticeText] = useClock((nowMs) => {
    const notice = stateNoticeOf(
      conditionOf({ connection, operation: null, keychain, nowMs }),
      nowMs,
    );
    return `${notice?.title ?? ''}\n${notice?.text ?? ''}`;
  }).split('\n') as [string, string];
  const providerName = provider?.name ?? connection.providerId;
  const subtitle = whereOf(connection, providerName);
  const { refresh, verify, reconnect } = connection.capabilities;

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

  const nextAction = nextActionOf(connection, kind);
  const { problem } = connection;
  const hasExpired = problem === null ? kind === 'expired' : problem.code === 'grant.expired';
  /** What “Renew” beside the news stands for; the header does not offer it a second time. */
  const renewal = hasExpired && operation === null && nextAction !== 'verify' ? nextAction : null;
  const renew =
    renewal === null ? undefined : (
      <Button
        look="primary"
        size="small"
        disabled={keychain.status !== 'ready'}
        onClick={() => void start(renewal)}
      >
        Renew
      </Button>
    );
  const signsIn = reconnect && renewal !== 'reconnect';
  // Where nothing else helps, what went wrong tells to choose it.
  const signsInAtHand = nextAction === 'reconnect' || (problem !== null && !refresh);
  const besideButtons: readonly string[] = ['copy', 'copy-as', 'refresh', 'verify'];
  const menu = useAccountMenu()(connection).filter(({ id }) => !besideButtons.includes(id));
  const off = keychain.status !== 'ready' || connection.state !== 'active';
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
      <header className={styles.head}>
        <Button
          look="ghost"
          size="small"
          className={styles.back}
          icon={<ArrowLeft size={15} aria-hidden="true" />}
          onClick={onLeave}
        >
          All accounts
        </Button>
        <div className={styles.identity}>
          <ProviderMark provider={provider ?? connection.providerId} size="large" />
          <div className={styles.titles}>
            <div className={styles.titleRow}>
              {asks === 'rename' ? (
                <>
                  <h2 className="visually-hidden">{connection.label}</h2>
                  <RenameForm connection={connection} onDone={endAsking} />
                </>
              ) : (
                <>
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
                  <IconButton
                    label="Rename"
                    icon={<Pencil size={14} aria-hidden="true" />}
                    onClick={() => setAsks('rename')}
                  />
                </>
              )}
            </div>
            <p className={styles.subtitle} data-whole={subtitle}>
              {subtitle}
            </p>
          </div>
          <StatusChip
            connection={connection}
            operation={operation}
            keychain={keychain}
            look="chip"
          />
        </div>
        <div className={styles.actions}>
          <CopyAsButton
            connection={connection}
            look={kind === 'valid' ? 'primary' : 'secondary'}
            disabled={off}
          />
          {refresh && renewal === null ? (
            <Button
              look={nextAction === 'refresh' ? 'primary' : 'secondary'}
              icon={<RefreshCw size={14} aria-hidden="true" />}
              busy={busy}
              disabled={off}
              onClick={() => void start('refresh')}
            >
              Renew
            </Button>
          ) : null}
          {verify ? (
            <Button
              icon={<BadgeCheck size={15} aria-hidden="true" />}
              busy={busy}
              disabled={off}
              onClick={() => void start('verify')}
            >
              Verify
            </Button>
          ) : null}
          {signsIn && signsInAtHand ? (
            <Button
              look={nextAction === 'reconnect' ? 'primary' : 'secondary'}
              icon={<LogIn size={15} aria-hidden="true" />}
              busy={busy}
              disabled={keychain.status !== 'ready'}
              onClick={() => void start('reconnect')}
            >
              Reconnect
            </Button>
          ) : null}
          <MenuButton
            className={styles.more}
            look="secondary"
            label="More actions"
            entries={menu}
            onAction={(id) => {
              const deed = menu.find((each) => each.id === id)?.id;
              if (deed !== undefined && !doDeed(deed, connection)) setAsks(deed as AskedDeed);
            }}
          />
        </div>
      </header>
      <div className={styles.body}>
        {operation === null ? null : (
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
        {connection.problem !== null && operation === null ? (
          <ErrorNotice
            error={connection.problem}
            tone="warn"
            refreshable={refresh}
            buttons={renew}
          />
        ) : null}
        {noticeTitle !== '' && connection.problem === null && operation === null ? (
          <Notice tone="warn" title={noticeTitle} buttons={renew}>
            {noticeText === '' ? undefined : noticeText}
          </Notice>
        ) : null}
        <div className={styles.sized}>
          <div className={styles.panels}>
            {connection.facts.s3 === null ? null : (
              <S3Panel connection={connection} s3={connection.facts.s3} />
            )}
            {connection.s3Check === null ? null : (
              <ProvenPanel
                connection={connection}
                check={connection.s3Check}
                off={off || busy}
                onBrowse={() => onView({ kind: 'buckets', connectionId: connection.id })}
              />
            )}
            {connection.facts.s3 === null ? null : (
              <AwsProfilesPanel
                connectionId={connection.id}
                profiles={awsProfiles}
                onAdd={() => setAsks('aws-profile')}
              />
            )}
            {connection.facts.tokens === null ? null : (
              <TokensPanel
                connection={connection}
                tokens={connection.facts.tokens}
                providerName={providerName}
              />
            )}
            {connection.facts.broker === null ? null : (
              <BrokerPanel
                connection={connection}
                broker={connection.facts.broker}
                providerName={providerName}
              />
            )}
            {connection.facts.grant === null ? null : <GrantPanel grant={connection.facts.grant} />}
            <ToolsPanel connection={connection} onShowTools={() => onView({ kind: 'tools' })} />
            <TimesPanel connection={connection} />
            <HistoryPanel
              connectionId={connection.id}
              onShowAll={() => onView({ kind: 'activity', text: connection.label })}
            />
          </div>
        </div>
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
      {asks === 'tags' ? (
        <Suspense>
          <TagsDialog
            connections={[connection]}
            onSave={(change) => changeTags([connection], change)}
            onClose={endAsking}
          />
        </Suspense>
      ) : null}
    </section>
  );
};
