import { FileSearch, Terminal } from 'lucide-react';
import { useId, useState } from 'react';
import type { ConsumerView } from '../../../shared/schemas.ts';
import { consumerName, isCommandLine, toolsWords } from '../../../shared/words/consumers.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { exposedWords } from '../../../shared/words/exposed-secrets.ts';
import { agentWords, giveToolWords } from '../../../shared/words/give-tool.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { panelClass } from '../../components/panel.ts';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useLock, useToolsLock } from '../../state/use-lock.ts';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import { CommandPanel } from './command-panel.tsx';
import { GiveToolDialog } from './give-tool-dialog.tsx';
import { LastUse } from './last-use.tsx';
import { LeftProfilesPanel } from './left-profiles.tsx';
import { RuleSelect } from './rule-select.tsx';
import styles from './tools.module.css';

type Props = {
  readonly onClose: () => void;
  /** Opens the search for keys in plain text. */
  readonly onShowExposed: () => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

/** The programs that may take credentials: by what rule, and how to end it. */
export const ToolsView = ({ onClose, onShow, onShowExposed }: Props) => {
  const { consumers } = useSnapshot();
  const [giving, setGiving] = useState(false);
  const consumersLock = useLock('consumers');
  const why = useToolsLock();
  const lockId = useId();
  return (
    <>
      <ViewFrame
        title={toolsWords.title}
        backLabel={toolsWords.back}
        onBack={onClose}
        onShow={onShow}
      >
        <ViewColumn>
          <div className={styles.intro}>
            <p className={styles.lead}>{toolsWords.lead}</p>
            <Button
              busy={why !== null}
              aria-describedby={why === null ? undefined : lockId}
              onClick={() => setGiving(true)}
            >
              {giveToolWords.open}
            </Button>
          </div>
          <LockedNote id={lockId} text={consumersLock} />
          <Button
            className={styles.look}
            icon={<FileSearch size={15} aria-hidden="true" />}
            onClick={onShowExposed}
          >
            {exposedWords.open}
          </Button>
          <WaysIn />
          {consumers.length === 0 ? (
            <EmptyState
              icon={<Terminal size={34} strokeWidth={1.5} aria-hidden="true" />}
              {...toolsWords.empty}
            />
          ) : (
            <ul className={panelClass}>
              {consumers.map((consumer) => (
                <Tool key={consumer.handle} consumer={consumer} />
              ))}
            </ul>
          )}
          <LeftProfilesPanel />
          <CommandPanel />
        </ViewColumn>
      </ViewFrame>
      {giving ? <GiveToolDialog account={null} onClose={() => setGiving(false)} /> : null}
    </>
  );
};

/** What keeps tools from asking at all, and what to do about it. */
const WaysIn = () => {
  const { bridge, notify } = useApp();
  const { endpointError, commandLineRevoked } = useSnapshot().agent;
  const call = async (name: 'openEndpoint' | 'letCommandLineAsk'): Promise<void> => {
    const reply = await settle(bridge.consumers[name]());
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <div className={styles.waysIn}>
      {endpointError === null ? null : (
        <ErrorNotice
          error={endpointError}
          tone="warn"
          buttons={
            <Button size="small" onClick={() => void call('openEndpoint')}>
              {agentWords.endpointRetry}
            </Button>
          }
        />
      )}
      {commandLineRevoked ? (
        <Notice
          tone="info"
          title={agentWords.commandLineRevoked}
          buttons={
            <Button size="small" onClick={() => void call('letCommandLineAsk')}>
              {agentWords.letCommandLineAsk}
            </Button>
          }
        >
          <p>{agentWords.commandLineRevokedText}</p>
        </Notice>
      ) : null}
    </div>
  );
};

const Tool = ({ consumer }: { readonly consumer: ConsumerView }) => {
  const { bridge, notify } = useApp();
  const { connections } = useSnapshot();
  const [revoking, setRevoking] = useState(false);
  const { handle, connectionIds, rule, usesEndpoint, assistant } = consumer;
  const name = consumerName(consumer.name);
  const uploads = assistant?.uploads ?? null;
  const labels = connections
    .filter(({ id }) => connectionIds?.includes(id) === true)
    .map(({ label }) => label);

  const revoke = async (): Promise<void> => {
    setRevoking(false);
    const reply = await settle(bridge.consumers.revoke({ handle }));
    notify(
      reply.ok
        ? { tone: 'ok', text: toolsWords.revoked(name) }
        : { tone: 'danger', text: errorLine(reply.error) },
    );
  };
  const setRule = async (next: ConsumerView['rule']): Promise<void> => {
    if (next === rule) return;
    const reply = await settle(bridge.consumers.setRule({ handle, rule: next }));
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <li className={styles.tool}>
      <div className={styles.who}>
        <h2 dir="auto">{name}</h2>
        <p dir="auto">
          {connectionIds === null
            ? toolsWords.everyAccount
            : labels.length === 0
              ? toolsWords.noAccount
              : labels.join(', ')}
        </p>
        <p className={styles.faint}>
          <LastUse consumer={consumer} />
          {usesEndpoint ? ` · ${toolsWords.overEndpoint}` : null}
          {assistant === null ? null : ` · ${toolsWords.assistant}`}
        </p>
        {uploads === null ? null : (
          <p className={styles.faint} dir="auto">
            {toolsWords.uploadsTo(`${uploads.bucket}/${uploads.prefix}`, uploads.replaces)}
          </p>
        )}
      </div>
      <div className={styles.rule}>
        <RuleSelect rule={rule} onChange={(next) => void setRule(next)} />
      </div>
      <Button className={styles.revoke} onClick={() => setRevoking(true)}>
        {toolsWords.revoke}
        <span className="visually-hidden"> {name}</span>
      </Button>
      {revoking ? (
        <Dialog
          title={toolsWords.confirm.title(name)}
          role="alertdialog"
          onClose={() => setRevoking(false)}
        >
          <p>
            {isCommandLine(consumer) ? toolsWords.confirm.commandLine : toolsWords.confirm.text}
          </p>
          <DialogActions>
            <Button autoFocus onClick={() => setRevoking(false)}>
              {toolsWords.confirm.keep}
            </Button>
            <Button look="danger" onClick={() => void revoke()}>
              {toolsWords.confirm.revoke}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </li>
  );
};
