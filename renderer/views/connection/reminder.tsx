import { useState } from 'react';
import type { Reminder } from '../../../shared/reminders.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { reminderWords } from '../../../shared/words/connection.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { leadTimeWords, sayLeadTime } from '../../../shared/words/reminders.ts';
import { ChoiceButton } from '../../components/choice-button.tsx';
import { LeadTimeDialog } from '../../components/lead-time-dialog.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { Row } from './section.tsx';

type Offered = keyof typeof reminderWords.options;
const offered = Object.keys(reminderWords.options) as readonly Offered[];

/** The choice of how long before its end the person is told of an account. */
export const ReminderRow = ({ connection }: { readonly connection: ConnectionView }) => {
  const { bridge, notify } = useApp();
  const [asks, setAsks] = useState(false);
  const { options, label } = reminderWords;
  const { reminder } = connection;
  const typed = typeof reminder === 'number' ? reminder : null;
  const choose = async (chosen: Reminder): Promise<void> => {
    const reply = await settle(
      bridge.connections.setReminder({ connectionId: connection.id, reminder: chosen }),
    );
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <Row name={label}>
      <ChoiceButton
        label={label}
        options={[
          ...offered.map((value) => ({ value, ...options[value] })),
          ...(typed === null ? [] : [{ value: String(typed), label: sayLeadTime(typed) }]),
          { value: 'other', label: leadTimeWords.other },
        ]}
        value={String(reminder)}
        onChange={(value) => {
          const chosen = offered.find((each) => each === value);
          if (chosen === undefined) setAsks(true);
          else void choose(chosen);
        }}
      />
      {asks ? (
        <LeadTimeDialog
          hours={typed}
          onChoose={(hours) => void choose(hours)}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </Row>
  );
};
