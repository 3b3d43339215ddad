import type {Cluster} from '../../source/objects/cluster.ts';
import {defaultLeaderSettings} from '../../source/objects/leader-settings.ts';
import type {StepContext} from '../../source/runner/step-context.ts';

/** A context in namespace `models` at noon on New Year's Day, whose waits and drains are short. */
export function stepContext(cluster: Cluster, overrides: Partial<StepContext> = {}): StepContext {
	const {types, holdMs} = defaultLeaderSettings;
	return {
		cluster,
		namespace: 'models',
		types,
		holdMs,
		now: () => new Date('2026-01-01T12:00:00Z'),
		signal: new AbortController().signal,
		timeoutMs: 1000,
		drainMs: 5,
		...overrides,
	};
}
