import type {
  DeviceCodeView,
  DeviceContext,
  SignInContext,
} from '../../../electron/oauth/context.ts';
import { startAuthorization } from '../../../electron/oauth/flow/attempt.ts';
import { systemClock } from '../../../electron/platform/clock.ts';
import { createHttpClient } from '../../../electron/platform/http.ts';
import type { Clock, HttpClient, HttpRequest } from '../../../electron/platform/interfaces.ts';
import { systemRandom } from '../../../electron/platform/random.ts';
import type { StepId } from '../../../shared/schemas.ts';

type Options = {
  readonly clock?: Clock;
  readonly http?: HttpClient;
  /** Is what the browser does with the address it is given. */
  readonly visit?: (address: string) => void;
  /** Is called with what the person sees of a device code. */
  readonly onDeviceCode?: (code: DeviceCodeView) => void;
};

export type TestContext = {
  readonly context: SignInContext & DeviceContext;
  readonly opened: readonly string[];
  readonly requests: readonly HttpRequest[];
  readonly steps: readonly StepId[];
  readonly cancel: () => void;
  /** What the person pastes, once the browser was opened. */
  readonly paste: (text: string) => void;
};

/** The real parts of a sign-in on real sockets, with a browser that the test holds. */
export const createSignInContext = (options: Options = {}): TestContext => {
  const clock = options.clock ?? systemClock;
  const client = options.http ?? createHttpClient({ clock: systemClock });
  const controller = new AbortController();
  const opened: string[] = [];
  const requests: HttpRequest[] = [];
  const steps: StepId[] = [];
  let submit: (text: string) => void = () => {
    throw new Error('nothing is waiting');
  };
  return {
    opened,
    requests,
    steps,
    cancel: () => controller.abort(),
    paste: (text) => submit(text),
    context: {
      clock,
      random: systemRandom,
      signal: controller.signal,
      step: (id) => void steps.push(id),
      http: (request) => {
        requests.push(request);
        return client(request);
      },
      authorize: async (request) => {
        const attempt = await startAuthorization({
          request,
          clock,
          random: systemRandom,
          signal: controller.signal,
          browser: { open: async () => true },
        });
        submit = attempt.submitAddress;
        opened.push(attempt.url.expose());
        options.visit?.(attempt.url.expose());
        return attempt.result;
      },
      showDeviceCode: (code, work) => {
        options.onDeviceCode?.(code);
        return work();
      },
    },
  };
};
