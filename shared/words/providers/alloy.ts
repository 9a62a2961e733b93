import { messages } from '../messages.ts';
import type { ProvidersWords } from './types.ts';

const words = messages('providers/alloy', {
  alloy: {
    name: 'Alloy Automation',
    summary: 'Connect an app through Alloy and get its connection ID.',
    guide: [
      'In Alloy, open your app’s settings and copy an API key into this form.',
      'Register the redirect URI shown here in the same settings, character for character.',
      'Choose the app to connect.',
      'Choose Continue in browser. Sign in to the app there, allow Alloy, and come back.',
    ],
    links: ['OAuth in Alloy’s documentation', 'Alloy API reference'],
    afterDisconnect: 'Alloy keeps the tokens of the app, so this connection is ended at Alloy.',
    fields: {
      apiKey: { label: 'API key', help: 'Kept in the keychain, to sign in again later.' },
      connector: {
        label: 'App to connect',
        help: 'Choose one, or type the ID of any other connector as Alloy’s documentation lists it.',
      },
      redirectUri: {
        label: 'Redirect URI registered with Alloy',
        help: 'Register it in your Alloy app settings, character for character.',
      },
      apiVersion: {
        label: 'API version',
        options: {
          '2025-09': '2025-09 (current)',
          '2024-02': '2024-02 (previous)',
          '2023-12': '2023-12 (older)',
        },
      },
      baseUrl: { label: 'Alloy address', help: 'https, or http on this computer.' },
    },
  },
});

export const alloyWords: ProvidersWords = { alloy: () => words.alloy };
