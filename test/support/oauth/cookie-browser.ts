import { type Arrived, attributeOf, type FormFields, navigateOnce } from './top-navigation.ts';

type Form = { readonly action: string; readonly fields: FormFields };

type Answer = Arrived & { readonly address: string };

/**
 * Is a browser for loopback pages that need no person: keeps cookies, follows redirects, sends the
 * first form of a page unless it asks for something, and marks everything as a top-level navigation.
 */
export const createCookieBrowser = () => {
  const cookies = new Map<string, string>();

  const load = async (address: string, form: Form | null, origin: string): Promise<Answer> => {
    const cookie = [...cookies.values()].join('; ');
    const answer = await navigateOnce(address, form?.fields ?? null, { origin, cookie });
    for (const cookie of answer.cookies) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, pair);
    }
    return { ...answer, address };
  };

  return {
    /** Goes on until a page leads nowhere, which is the answer page of the app when all went well. */
    walkThrough: async (
      start: string,
      fill: Readonly<Record<string, string>> = {},
    ): Promise<Answer> => {
      let answer = await load(start, null, '');
      for (let pages = 0; pages < 20; pages += 1) {
        const here = answer.address;
        const form = formOf(answer, fill);
        if (answer.location !== null) {
          answer = await load(new URL(answer.location, here).href, null, '');
        } else if (form !== null) {
          answer = await load(new URL(form.action, here).href, form, new URL(here).origin);
        } else {
          return answer;
        }
      }
      throw new Error('going round in circles');
    },
  };
};

const formOf = ({ body }: Answer, fill: Readonly<Record<string, string>>): Form | null => {
  const tag = /<form[^>]*>/.exec(body)?.[0];
  if (tag === undefined) return null;
  const inputs = [...body.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  const asks = (input: string): boolean =>
    attributeOf(input, 'type') === 'text' && fill[attributeOf(input, 'name') ?? ''] === undefined;
  if (inputs.some(asks)) return null;
  return {
    action: attributeOf(tag, 'action') ?? '',
    fields: inputs.flatMap((input) => {
      const name = attributeOf(input, 'name');
      if (name === undefined) return [];
      return [[name, fill[name] ?? attributeOf(input, 'value') ?? ''] as const];
    }),
  };
};
