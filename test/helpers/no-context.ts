import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import type {StepContext} from '../../source/runner/step-context.ts';
import {createMemoryCluster} from './memory-cluster.ts';

/** A context whose cluster is empty, for what is not going to ask it. */
export const noContext: StepContext = {
	cluster: createMemoryCluster([]),
	namespace: 'models',
	types: defaultResourceTypes,
	holdMs: 120_000,
	now: () => new Date('2026-01-01T12:00:00Z'),
	signal: new AbortController().signal,
	timeoutMs: 1000,
	drainMs: 5,
};
