import {inferenceServices} from '../../../source/objects/resource.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {pathOf} from './paths.ts';

/** Turns the Ready condition of an InferenceService, as KServe would. */
export async function setReady(api: ApiClient, name: string, isReady: boolean, within?: string): Promise<void> {
	const condition = {
		type: 'Ready',
		status: isReady ? 'True' : 'False',
		lastTransitionTime: `${new Date().toISOString().slice(0, 19)}Z`,
	};
	await api.expect(`${pathOf(inferenceServices, name, within)}/status`, {
		method: 'PATCH',
		contentType: 'application/merge-patch+json',
		body: {status: {observedGeneration: 1, conditions: [condition]}},
	});
}
