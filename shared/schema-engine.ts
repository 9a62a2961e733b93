import { config } from 'zod';

/**
 * Must be imported before any schema.
 *
 * zod would write and compile code of its own for every schema. Each one sees too few values at a
 * start for that to pay, and a process that makes no code is harder to make run some.
 */
config({ jitless: true });
