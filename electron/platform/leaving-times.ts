/** Calls under way may go on for so long once an agent gives way to another start. */
export const answersWithinMs = 5_000;

/** What is left to put away may take so long: an answer on its way to be kept, a spent refresh token's above all. */
export const quitsWithinMs = 3_000;

/** The process may take so long to end, and whoever waits for its profile to see it. */
const endsWithinMs = 2_000;

/** An agent that gives way has left by then, so whoever waits for that waits so long. */
export const leavesWithinMs = answersWithinMs + quitsWithinMs + endsWithinMs;

/** A program listens so long after it was started, on a slow machine. */
const beginsWithinMs = 5_000;

/** An agent answers by then, whether one must start or give way to another first. */
export const answersAnewWithinMs = leavesWithinMs + beginsWithinMs;
