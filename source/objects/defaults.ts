// What holds where nobody has said otherwise: the flags and the daemon take it from here. Times are in milliseconds.

/** How long routes bridge a `Ready` that KServe has turned Unknown, as it does during an update. */
export const defaultHoldMs = 120_000;

/** What requests that are under way get after a route has changed, before a version may end. */
export const defaultDrainMs = 5000;

/** After this long from its deletionTimestamp an object is let go, whatever else is broken. */
export const defaultDeadlineMs = 300_000;

/** After how long everything is looked at again (Iter8's `defaultResync`). */
export const defaultResyncMs = 15 * 60_000;

/** How many routemaps a daemon works on at a time. */
export const defaultConcurrency = 8;
