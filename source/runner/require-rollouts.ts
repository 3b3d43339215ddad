import {hasReason} from '../objects/cluster.ts';
import type {ActionContext} from './action-context.ts';
import {tryHistory} from './replace/keep-spec.ts';

/**
 * Rejects with the API server's Forbidden where whoever performs rollouts may not do so in the context's namespace: a binding is
 * missing, or the label by which it consents (plugin/manifests/rollouts-policy.yaml). Only the server knows; it is asked by a dry run
 * of what each rollout may need.
 */
export async function requireRollouts(context: ActionContext, app: string): Promise<void> {
	try {
		await tryHistory(context, app);
	} catch (error) {
		// admission comes first
		if (!hasReason(error, 'AlreadyExists')) throw error;
	}
}

/** Whether an error is, or comes of, an answer that something is not allowed. */
export function isForbidden(error: unknown): boolean {
	for (let each = error; each instanceof Error; each = each.cause) if (hasReason(each, 'Forbidden')) return true;
	return false;
}
