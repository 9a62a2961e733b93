import type { Reminder } from '../../../shared/reminders.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { reminderWords } from '../../../shared/words/connection.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { ChoiceButton } from '../../components/choice-button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { Row } from './section.tsx';

const { options, label } = reminderWords;
const choices = (Object.keys(options) as readonly Reminder[]).map((value) => ({
  value,
  ...options[value],
}));

/** The choice of how long before its end the person is told of an account. */
export const ReminderRow = ({ connection }: { readonly connection: ConnectionView }) => {
  const { bridge, notify } = useApp();
  const choose = async (reminder: Reminder): Promise<void> => {
    const reply = await settle(
      bridge.connections.setReminder({ connectionId: connection.id, reminder }),
    );
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <Row name={label}>
      <ChoiceButton
        label={label}
        options={choices}
        value={connection.reminder}
        onChange={(reminder) => void choose(reminder)}
      />
    </Row>
  );
};
