import type { Approvals } from '../../handoff/approvals.ts';
import type { Consumers } from '../../handoff/consumers.ts';
import type { Handlers } from './index.ts';

export const consumerHandlers = (
  consumers: Consumers,
  approvals: Approvals,
): Handlers['consumers'] => ({
  revoke: ({ handle }) => consumers.revoke(handle),
  setRule: ({ handle, rule }) => consumers.setRule(handle, rule),
  question: approvals.question,
  answer: ({ questionId, answer }) => approvals.answer(questionId, answer),
});
