import {fieldAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import {statusOf} from '../../../source/sandbox/kserve/status.ts';
import type {ApiClient} from '../testbed/api-client.ts';

/** The statuses that an InferenceService went through, one line each, repetitions left out. */
export interface StatusTrace {
	readonly lines: readonly string[];
	stop(): void;
}

/** Follows an InferenceService from its present state on; none of its later states is missed. */
export async function traceStatus(api: ApiClient, namespace: string, name: string): Promise<StatusTrace> {
	const selector = `fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
	const path = `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices?${selector}`;
	const lines: string[] = [];
	const add = (line: string): void => {
		if (line !== lines.at(-1)) lines.push(line);
	};

	const list = async (): Promise<string> => {
		const {items, metadata} = (await api.expect(path)) as {
			readonly items: readonly KubeObject[];
			readonly metadata: {readonly resourceVersion: string};
		};
		for (const item of items) add(lineOf(item));
		return metadata.resourceVersion;
	};

	const end = new AbortController();
	const follow = async (resourceVersion: string): Promise<void> => {
		for await (const event of api.watch(`${path}&watch=true&resourceVersion=${resourceVersion}`, end.signal)) {
			const type = stringAt(event, 'type');
			// an API server that is short of time ends watches with an error
			if (type === 'ERROR') return follow(await list());
			add(type === 'DELETED' ? 'gone' : lineOf(fieldAt(event, 'object') as KubeObject));
		}
	};

	follow(await list()).catch(error => {
		if (!end.signal.aborted) throw error;
	});
	return {lines, stop: () => end.abort()};
}

/** Generation and observedGeneration, Ready and its reason, the model's states, and the revisions by number. */
function lineOf(object: KubeObject): string {
	const {conditions, observedGeneration, modelStatus, components} = statusOf(object);
	const ready = conditions?.find(({type}) => type === 'Ready');
	const {latestCreatedRevision, latestReadyRevision, traffic} = components?.predictor ?? {};
	const revisions = [latestCreatedRevision, latestReadyRevision, traffic?.[0]?.revisionName];
	return [
		`generation ${object.metadata.generation} observed ${observedGeneration ?? '-'}`,
		`Ready ${ready?.status ?? '-'} ${ready?.reason ?? ''}`.trimEnd(),
		`${modelStatus?.transitionStatus ?? '-'} ${modelStatus?.states?.activeModelState || '-'}→${modelStatus?.states?.targetModelState ?? '-'}`,
		`created ready routed ${revisions.map(revision => revision?.slice(-1) ?? '-').join(' ')}`,
	].join(', ');
}
