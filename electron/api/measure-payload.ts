/** Keys that reach a prototype when somebody copies an object carelessly. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const maxNodes = 4_096;
const maxDepth = 32;
const bytesPerValue = 8;

const isPlainObject = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * Tells whether a message is plain data within `limitBytes` (strings in UTF-8, 8 bytes for any other
 * value), looking at no more of it than that takes.
 *
 * Structured clone also carries Map, Date, typed arrays, BigInt and cycles. The contract uses none
 * of them, so they are refused here, before a schema has to cope.
 */
export const isBoundedPlainData = (message: unknown, limitBytes: number): boolean => {
  const pending: { value: unknown; depth: number }[] = [{ value: message, depth: 0 }];
  let bytes = 0;
  let nodes = 0;

  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, depth } = next;
    nodes += 1;
    bytes += bytesPerValue;
    if (typeof value === 'string') {
      // The length is known at once; the UTF-8 size costs time in proportion.
      if (value.length > limitBytes) return false;
      bytes += Buffer.byteLength(value);
    }
    if (bytes > limitBytes || nodes > maxNodes || depth > maxDepth) return false;

    switch (typeof value) {
      case 'string':
      case 'boolean':
      case 'number':
      case 'undefined':
        continue;
      case 'object':
        break;
      default:
        return false;
    }
    if (value === null) continue;

    if (Array.isArray(value)) {
      if (value.length > maxNodes) return false;
      for (const item of value) pending.push({ value: item, depth: depth + 1 });
      continue;
    }
    if (!isPlainObject(value)) return false;
    const keys = Reflect.ownKeys(value);
    if (keys.length > maxNodes) return false;
    for (const key of keys) {
      if (typeof key !== 'string' || forbiddenKeys.has(key)) return false;
      const property = Object.getOwnPropertyDescriptor(value, key);
      // A getter would run the sender's code, now or again later with another answer.
      if (property === undefined || !('value' in property)) return false;
      pending.push({ value: key, depth: depth + 1 }, { value: property.value, depth: depth + 1 });
    }
  }
  return true;
};
