import { useId, useState } from 'react';
import { copyFormatIds } from '../../../shared/copy-formats.ts';
import { languageNames } from '../../../shared/languages.ts';
import type { Snapshot } from '../../../shared/schemas.ts';
import { type Settings, settingChoices } from '../../../shared/settings.ts';
import { formatWords } from '../../../shared/words/copy-formats.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { leadTimeWords, sayLeadTime } from '../../../shared/words/reminders.ts';
import { settingsWords as words } from '../../../shared/words/settings.ts';
import { FieldProblem, helpClass } from '../../components/fields.tsx';
import { LeadTimeDialog } from '../../components/lead-time-dialog.tsx';
import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useLock } from '../../state/use-lock.ts';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import { VaultSettings } from '../vault/vault-buttons.tsx';
import { Group } from './group.tsx';
import { OrganisationGroup } from './organisation-group.tsx';
import styles from './settings.module.css';

type Props = {
  readonly onClose: () => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

/** What the person can choose about the program; each choice is kept at once. */
export const SettingsView = ({ onClose, onShow }: Props) => {
  const { vault } = useSnapshot();
  return (
    <ViewFrame title={words.title} backLabel={words.back} onBack={onClose} onShow={onShow}>
      <ViewColumn>
        <div className={styles.groups}>
          <Group title={words.groups.look}>
            <Choice name="language" />
            <Choice name="theme" />
            <Choice name="density" />
          </Group>
          <Group title={words.groups.secrets}>
            <Choice name="clipboardSeconds" />
            <Choice name="revealSeconds" />
            <Choice name="copyFormat" />
          </Group>
          {vault === null ? null : (
            <Group title={words.groups.vault}>
              <Choice name="vaultMinutes" />
              <div className={styles.row}>
                <VaultSettings open={vault.open} />
              </div>
            </Group>
          )}
          <Group title={words.groups.background}>
            <OnOff name="startAtLogin" />
            <OnOff name="closeToTray" />
            <OnOff name="notifies" />
            <UsualReminder />
            <ForAWhile name="silences" />
            <ForAWhile name="pausesRenewals" />
          </Group>
          <Group title={words.groups.network}>
            <Choice name="proxy" />
            <Choice name="logLevel" />
          </Group>
          <OrganisationGroup />
        </div>
      </ViewColumn>
    </ViewFrame>
  );
};

/** One setting: what holds now, what is wrong with the last change, and how to change it. */
const useSetting = <N extends keyof Settings>(name: N) => {
  const { bridge, announce } = useApp();
  const { settings } = useSnapshot();
  const [problem, setProblem] = useState<string | null>(null);
  const change = async (value: Settings[N]): Promise<void> => {
    const reply = await settle(bridge.settings.change({ [name]: value }));
    const trouble = reply.ok ? null : words.notSaved(errorLine(reply.error));
    setProblem(trouble);
    if (trouble !== null) announce(trouble);
  };
  return { value: settings[name], problem, change };
};

/** Settings that are one of a few, as texts. */
type Chosen = {
  readonly [N in keyof Settings]: Settings[N] extends boolean ? never : N;
}[keyof Settings];

/** Stands for null in a list of choices. */
const none = 'none';

type Option = { readonly value: string; readonly label: string };

/** What there is to choose from, in the order of lists. */
const optionsOf = (name: Offered): readonly Option[] => {
  switch (name) {
    case 'language':
      return settingChoices.language.map((value) => ({
        value,
        label: value === 'system' ? words.language.system : languageNames[value],
      }));
    case 'copyFormat':
      return [
        { value: none, label: words.lastUsed },
        ...copyFormatIds.map((value) => ({ value, label: formatWords[value].label })),
      ];
    case 'clipboardSeconds':
    case 'revealSeconds':
      return settingChoices[name].map((value) => ({
        value: String(value),
        label: words.seconds(value),
      }));
    default: {
      const labels: Readonly<Record<string, string>> = words[name].choices;
      return settingChoices[name].map((value) => ({
        value: String(value),
        label: labels[value] ?? String(value),
      }));
    }
  }
};

type Offered = Exclude<Chosen, 'sort' | 'sidebarWidth' | 'lastOpen' | 'reminder'>;

const Choice = ({ name }: { readonly name: Offered }) => {
  const { value, problem, change } = useSetting(name);
  const { label, help }: { readonly label: string; readonly help?: string } = words[name];
  const { clipboardSecondsAtMost: most } = useSnapshot().organisation.locks;
  const why = useLock('clipboard');
  const isLocked = name === 'clipboardSeconds' && most !== null;
  const options = optionsOf(name).filter((each) => !isLocked || Number(each.value) <= most);
  const choose = (chosen: string): void => {
    if (name === 'copyFormat' && chosen === none) void change(null);
    else
      void change((typeof value === 'number' ? Number(chosen) : chosen) as Settings[typeof name]);
  };
  return (
    <div className={styles.row}>
      <Select
        label={label}
        help={isLocked ? (why ?? help) : help}
        problem={problem}
        options={options}
        value={value === null ? none : String(value)}
        code={false}
        action={null}
        onChange={choose}
      />
    </div>
  );
};

/** How long before its end an account is told of: one of a few, or what the person types. */
const UsualReminder = () => {
  const { value, problem, change } = useSetting('reminder');
  const [asks, setAsks] = useState(false);
  const { label, help, choices } = words.reminder;
  const typed = typeof value === 'number' ? value : null;
  return (
    <div className={styles.row}>
      <Select
        label={label}
        help={help}
        problem={problem}
        options={[
          ...settingChoices.reminder.map((each) => ({ value: each, label: choices[each] })),
          ...(typed === null ? [] : [{ value: String(typed), label: sayLeadTime(typed) }]),
          { value: 'other', label: leadTimeWords.other },
        ]}
        value={String(value)}
        code={false}
        action={null}
        onChange={(chosen) => {
          const known = settingChoices.reminder.find((each) => each === chosen);
          if (known !== undefined) void change(known);
          else if (chosen === 'other') setAsks(true);
        }}
      />
      {asks ? (
        <LeadTimeDialog
          hours={typed}
          onChoose={(hours) => void change(hours)}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </div>
  );
};

/** What holds until it is switched off, or ends by itself; the tray has it as well. */
const ForAWhile = ({ name }: { readonly name: 'silences' | 'pausesRenewals' }) => {
  const { bridge, notify } = useApp();
  const { renewalsPaused, quietUntilEpochMs } = useSnapshot().desktop;
  const id = useId();
  const { label, help } = words[name];
  const change = async (on: boolean): Promise<void> => {
    const { silence, pauseRenewals } = bridge.desktop;
    const reply = await settle(name === 'silences' ? silence({ on }) : pauseRenewals({ on }));
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <div className={styles.row}>
      <Switch
        label={label}
        describedBy={`${id}help`}
        isOn={name === 'silences' ? quietUntilEpochMs !== null : renewalsPaused}
        onChange={(on) => void change(on)}
      />
      <p id={`${id}help`} className={helpClass}>
        {help}
      </p>
    </div>
  );
};

type Switched = 'startAtLogin' | 'closeToTray' | 'notifies';

/** Why a switch would do nothing here; null where it does. */
const whyNot = (name: Switched, { tray, startAtLogin }: Snapshot['desktop']): string | null => {
  if (name === 'closeToTray') return tray ? null : words.closeToTray.impossible;
  if (name === 'startAtLogin' && startAtLogin !== 'possible')
    return words.startAtLogin[startAtLogin];
  return null;
};

const OnOff = ({ name }: { readonly name: Switched }) => {
  const { value, problem, change } = useSetting(name);
  const { desktop } = useSnapshot();
  const id = useId();
  const { label, help } = words[name];
  const reason = whyNot(name, desktop);
  return (
    <div className={styles.row}>
      <Switch
        label={label}
        describedBy={problem === null ? `${id}help` : `${id}problem ${id}help`}
        isOn={value}
        isDisabled={reason !== null && !value}
        onChange={(isOn) => void change(isOn)}
      />
      <FieldProblem id={`${id}problem`} problem={problem} />
      <p id={`${id}help`} className={helpClass}>
        {reason ?? help}
      </p>
    </div>
  );
};
