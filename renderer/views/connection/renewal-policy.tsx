import { canRenewItself } from '../../../shared/connection-rules.ts';
import type { RenewalPolicy } from '../../../shared/renewal-policies.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { renewalPolicyWords } from '../../../shared/words/connection.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { ChoiceButton } from '../../components/choice-button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { Row } from './section.tsx';

const { options } = renewalPolicyWords;
const choices = (Object.keys(options) as readonly RenewalPolicy[]).map((value) => ({
  value,
  ...options[value],
}));

/** The choice of what happens when an account ends. What nothing renews by itself only warns. */
export const RenewalPolicyRow = ({ connection }: { readonly connection: ConnectionView }) => {
  const { bridge, notify } = useApp();
  const { id: connectionId, renewalPolicy: now } = connection;
  const isRenewable = canRenewItself(connection.facts);
  const choose = async (policy: RenewalPolicy): Promise<void> => {
    const reply = await settle(bridge.connections.setRenewalPolicy({ connectionId, policy }));
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <Row name={renewalPolicyWords.label}>
      <ChoiceButton
        label={renewalPolicyWords.label}
        options={choices.filter(({ value }) => isRenewable || value !== 'automatic')}
        value={now === 'automatic' && !isRenewable ? 'warn' : now}
        onChange={(policy) => void choose(policy)}
      />
    </Row>
  );
};
