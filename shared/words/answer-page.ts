import { messages } from './messages.ts';
/** What the browser tab says when the redirect has arrived. */
export const answerPageWords = messages('answer-page', {
  accepted: {
    title: 'Back to Stowkey',
    heading: 'You can close this tab and go back to Stowkey',
    text: 'The answer has arrived. Stowkey takes it from here.',
  },
  denied: {
    title: 'Not connected',
    heading: 'Nothing was connected',
    text: 'The request was declined, so Stowkey received no access. You can close this tab.',
  },
  failed: {
    title: 'Not connected',
    heading: 'The sign-in did not work',
    text: 'You can close this tab. Stowkey shows what went wrong and what to do next.',
  },
  refused: {
    title: 'Not used',
    heading: 'Stowkey did not use this address',
    text: 'It does not belong to the sign-in that Stowkey is waiting for. Nothing has changed; go back to Stowkey to continue or to start again.',
  },
});
