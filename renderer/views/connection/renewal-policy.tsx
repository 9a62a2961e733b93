import { canRenewItself } from '../../../shared/connection-rules.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { renewalPolicyWords } from '../../../shared/words/connection.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Select } from '../../components/select.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connection.module.css';

const { options } = renewalPolicyWords;
const choices = (Object.keys(options) as readonly (keyof typeof options)[]).map((value) => ({
  value,
  ...options[value],
}));

/** The choice of what happens when an account ends. What nothing renews by itself only warns. */
export const RenewalPolicy = ({ connection }: { readonly connection: ConnectionView }) => {
  const { bridge, notify } = useApp();
  const { id: connectionId, renewalPolicy: now } = connection;
  const isRenewable = canRenewItself(connection.facts);
  const shown = now === 'automatic' && !isRenewable ? 'warn' : now;
  const offered = choices.filter(({ value }) => isRenewable || value !== 'automatic');
  const choose = async (policy: keyof typeof options): Promise<void> => {
    const reply = await settle(bridge.connections.setRenewalPolicy({ connectionId, policy }));
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <div className={styles.policy}>
      <Select
        label={renewalPolicyWords.label}
        help={options[shown].help}
        problem={null}
        options={offered}
        value={shown}
        code={false}
        action={null}
        onChange={(value) => {
          const chosen = offered.find((each) => each.value === value);
          if (chosen !== undefined && chosen.value !== shown) void choose(chosen.value);
        }}
      />
    </div>
  );
};
