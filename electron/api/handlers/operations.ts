import type { Operations } from '../../connections/operations.ts';
import type { ClipboardCustody } from '../../handoff/clipboard-custody.ts';
import type { Handlers } from './index.ts';

export const operationHandlers = (
  operations: Operations,
  clipboard: ClipboardCustody,
): Handlers['operations'] => ({
  answer: async ({ operationId, promptId, answer }) =>
    operations.answer(operationId, promptId, answer),
  cancel: async ({ operationId }) => operations.cancel(operationId),
  dismiss: async ({ operationId }) => operations.dismiss(operationId),
  openBrowser: ({ operationId }) => operations.browser(operationId).reopen(),
  copyUrl: async ({ operationId }) => {
    await clipboard.copy(operations.browser(operationId).url(), 'sign-in-link');
  },
  submitRedirect: async ({ operationId, address }) =>
    operations.browser(operationId).submitAddress(address),
});
