import { consumerWords } from '../../../shared/words/consumers.ts';
import type { Approvals } from '../../handoff/approvals.ts';
import type { Consumers } from '../../handoff/consumers.ts';
import type { ToolAccess } from '../../handoff/tool-access.ts';
import type { Handlers } from './index.ts';

export const consumerHandlers = (dependencies: {
  readonly consumers: Consumers;
  readonly approvals: Approvals;
  readonly toolAccess: ToolAccess;
  readonly openEndpoint: () => Promise<number>;
}): Handlers['consumers'] => {
  const { consumers, approvals, toolAccess, openEndpoint } = dependencies;
  return {
    revoke: ({ handle }) => consumers.revoke(handle),
    setRule: ({ handle, rule }) => consumers.setRule(handle, rule),
    give: toolAccess.give,
    letCommandLineAsk: () => consumers.letCommandLineAsk(consumerWords.commandLine),
    openEndpoint: async () => {
      if (consumers.needEndpoint()) await openEndpoint();
    },
    question: approvals.question,
    answer: ({ questionId, answer }) => approvals.answer(questionId, answer),
  };
};
