/**
 * Stands in for what the SDK takes from Node: its own brings a validator along that makes code at run
 * time, for answers to forms that a server shows. This one shows none (electron.vite.config.ts).
 */
export { default as process } from 'node:process';

export class DefaultJsonSchemaValidator {
  getValidator(): never {
    throw new TypeError('no form was shown');
  }
}
