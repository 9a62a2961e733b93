import {
  CircleAlert,
  CircleCheck,
  ClipboardCopy,
  Info,
  LoaderCircle,
  RotateCw,
} from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { type Finding, type FindingId, findingStates } from '../../../shared/doctor.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { sayFinding, subjectNames, doctorWords as words } from '../../../shared/words/doctor.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button, spinClass } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { lineClass, panelClass } from '../../components/panel.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { CopyTextButton } from '../connection/copy-text-button.tsx';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import styles from './doctor.module.css';

type Props = {
  readonly onClose: () => void;
  readonly onTools: () => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

const icons = {
  fine: <CircleCheck size={16} aria-hidden="true" />,
  note: <Info size={16} aria-hidden="true" />,
  wrong: <CircleAlert size={16} aria-hidden="true" />,
};

/** What the window itself can do about a finding. */
const mends: Readonly<Partial<Record<FindingId, keyof typeof words.mends>>> = {
  'keychain.locked': 'unlock',
  'profiles.left': 'tools',
  'ports.endpoint-taken': 'tools',
};

/** Everything that Stowkey needs of this computer: fine, or what is wrong and what mends it. */
export const DoctorView = ({ onClose, onTools, onShow }: Props) => {
  const { bridge, announce, notify } = useApp();
  const [findings, setFindings] = useState<readonly Finding[] | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [isLooking, setLooking] = useState(false);
  const wrong = findings?.filter(({ finding }) => findingStates[finding] === 'wrong').length ?? 0;
  const summary = wrong === 0 ? words.allFine : words.wrong(wrong);

  const look = useCallback(async () => {
    setLooking(true);
    const reply = await settle(bridge.doctor.examine());
    setLooking(false);
    setError(reply.ok ? null : reply.error);
    if (reply.ok) setFindings(reply.value);
  }, [bridge]);
  useEffect(() => {
    void look();
  }, [look]);
  useEffect(() => {
    if (findings !== null) announce(summary);
  }, [findings, summary, announce]);

  const mend = async (how: keyof typeof words.mends): Promise<void> => {
    if (how === 'tools') {
      onTools();
      return;
    }
    await settle(bridge.keychain.check());
    await look();
  };
  const copy = async (): Promise<void> => {
    const reply = await settle(bridge.doctor.copyReport());
    notify(
      reply.ok
        ? { tone: 'ok', text: words.copied }
        : { tone: 'danger', text: errorLine(reply.error) },
    );
  };

  return (
    <ViewFrame
      title={words.title}
      backLabel={words.back}
      onBack={onClose}
      onShow={onShow}
      buttons={
        <>
          <Button
            size="small"
            icon={<ClipboardCopy size={15} aria-hidden="true" />}
            onClick={() => void copy()}
          >
            {words.copy}
          </Button>
          <Button
            size="small"
            busy={isLooking}
            icon={<RotateCw size={15} aria-hidden="true" className={isLooking ? spinClass : ''} />}
            onClick={() => void look()}
          >
            {words.again}
          </Button>
        </>
      }
    >
      <ViewColumn>
        <p className={styles.lead}>{words.lead}</p>
        {error === null ? null : <ErrorNotice error={error} alert />}
        {findings === null ? (
          error === null ? (
            <p className={styles.summary}>
              <LoaderCircle size={16} aria-hidden="true" className={spinClass} /> {words.looking}
            </p>
          ) : null
        ) : (
          <>
            <h2 className={styles.summary} data-state={wrong === 0 ? 'fine' : 'wrong'}>
              {icons[wrong === 0 ? 'fine' : 'wrong']} {summary}
            </h2>
            <ul className={panelClass}>
              {findings.map((each) => (
                <Row
                  key={`${each.subject} ${each.finding} ${Object.values(each.params).join(' ')}`}
                  finding={each}
                  onMend={(how) => void mend(how)}
                />
              ))}
            </ul>
          </>
        )}
      </ViewColumn>
    </ViewFrame>
  );
};

const Row = (props: {
  readonly finding: Finding;
  readonly onMend: (how: keyof typeof words.mends) => void;
}) => {
  const { finding, onMend } = props;
  const state = findingStates[finding.finding];
  const { says, mend, command } = sayFinding(finding);
  const how = mends[finding.finding];
  return (
    <li className={styles.row} data-state={state}>
      {icons[state]}
      <div className={styles.words}>
        <h3>
          {subjectNames[finding.subject]}
          <span className="visually-hidden">: {words.states[state]}</span>
        </h3>
        <p>{says}</p>
        {mend === null ? null : <p>{mend}</p>}
        {command === undefined ? null : (
          <p className={lineClass}>
            <code>{command}</code>
            <CopyTextButton text={command} label={words.copyCommand(command)} />
          </p>
        )}
      </div>
      {how === undefined ? null : (
        <Button size="small" onClick={() => onMend(how)}>
          {words.mends[how]}
        </Button>
      )}
    </li>
  );
};
