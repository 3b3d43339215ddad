import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {
	createRevision,
	observeService,
	reconcileService,
	setPhase,
	setRouted,
	type ComponentService,
	type ComponentServices,
} from '../../../source/sandbox/kserve/component-service.ts';
import type {ComponentName} from '../../../source/sandbox/kserve/component.ts';
import {reconcileKnativeStatus} from '../../../source/sandbox/kserve/knative-mode-status.ts';
import {reconcileStandardStatus} from '../../../source/sandbox/kserve/standard-status.ts';
import {sameStatus, statusOf, type InferenceServiceStatus} from '../../../source/sandbox/kserve/status.ts';

const pair: KubeObject = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name: 'pair', namespace: 'default'},
	spec: {predictor: {}, transformer: {}},
};

type Reconcile = (object: KubeObject, services: ComponentServices, now: number) => InferenceServiceStatus;

/** All of a status but the model's state, and of conditions but their times and the names of what they are about. */
function essenceOf({conditions = [], components, url, address, observedGeneration}: InferenceServiceStatus): unknown {
	const said = conditions.map(({type, status, severity, reason}) => ({type, status, severity, reason}));
	return {conditions: said, components, url, address, observedGeneration};
}

type Stage = 'created' | 'ready' | 'routed';

function serviceAt(component: ComponentName, stage: Stage): ComponentService {
	const made = reconcileService(undefined, 'default', 'pair', component, {key: 'a'});
	const created = createRevision(observeService(made), 0);
	const revision = `pair-${component}-00001`;
	if (stage === 'created') return created;
	const ready = setPhase(created, revision, 'ready', 1000);
	return stage === 'ready' ? ready : setRouted(ready, revision, 2000);
}

/** The object with the status that KServe comes to. */
function settled(before: KubeObject, services: ComponentServices, reconcile: Reconcile, now: number): KubeObject {
	let object = before;
	for (;;) {
		const status = reconcile(object, services, now);
		if (sameStatus(statusOf(object), status)) return object;
		object = {...object, status};
	}
}

/** By the number of the recorded line: how far predictor and transformer are. */
type Moment = readonly [line: number, predictor: Stage, transformer: Stage];

test.each<[mode: string, Reconcile, readonly Moment[]]>([
	[
		'knative',
		reconcileKnativeStatus,
		[
			[3, 'created', 'created'],
			[5, 'created', 'ready'],
			[6, 'created', 'routed'],
			[7, 'ready', 'routed'],
			[8, 'routed', 'routed'],
		],
	],
	[
		'standard',
		reconcileStandardStatus,
		[
			[3, 'created', 'created'],
			[6, 'created', 'routed'],
			[8, 'routed', 'routed'],
		],
	],
])('in mode %s a model with a transformer says at each stage what the real KServe says', (mode, reconcile, moments) => {
	const file = join(import.meta.dirname, `../../fixtures/kserve/v0.20.0/${mode}/transformer-create.jsonl`);
	const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
	let object = pair;
	for (const [index, [line, predictor, transformer]] of moments.entries()) {
		const {status} = JSON.parse(lines[line] ?? '') as {readonly status: InferenceServiceStatus};
		const services = {
			predictor: serviceAt('predictor', predictor),
			transformer: serviceAt('transformer', transformer),
		};
		object = settled(object, services, reconcile, index * 1000);
		expect(essenceOf(statusOf(object))).toEqual(essenceOf(status));
	}
});
