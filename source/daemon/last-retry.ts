import {isOutage} from '../kube/connection-error.ts';

/**
 * The longest pause of a work queue's key, in milliseconds: a server that was away is asked again soon, so that what waits for it is
 * not late when it is back.
 */
export const lastRetryMs = (error: unknown): number => (isOutage(error) ? 1000 : 30_000);
