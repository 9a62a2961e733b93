import { inspect } from 'node:util';

const shown = '[secret]';

/**
 * Carries a secret so that printing, joining, serialising or inspecting it shows `[secret]`.
 *
 * `expose()` is the one way to the text; search for it to see every place a secret is used. Strings
 * cannot be wiped in JavaScript, so the text lives until it is collected.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  expose(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
