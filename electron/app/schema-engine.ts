import { config } from 'zod';

// zod would write and compile code of its own for every schema. Here each schema sees few values, so
// that costs more than it saves; and a main process that makes no code can hardly be made to run any.
config({ jitless: true });
