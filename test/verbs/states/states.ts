import {stopAnnotation} from '../../../source/kserve/stopped.ts';
import {routemapFault} from '../../../source/objects/event-reasons.ts';
import {finalizer, watchLabel, weightAnnotation} from '../../../source/objects/labels.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../../source/objects/lease.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {inferenceServices, virtualServices} from '../../../source/objects/resource.ts';
import type {MemoryCluster} from '../../helpers/memory-cluster.ts';
import {phasesOf} from '../phases/phases.ts';

/** An app in one of the states of the catalogue. */
export interface Scene {
	readonly name: string;
	readonly objects: readonly KubeObject[];
	/** Who writes the routes: a daemon at work, one that leads and does nothing, or none. */
	readonly daemon: 'plays' | 'leads' | 'none';
	/** What happens when all has settled. */
	readonly settled?: (cluster: MemoryCluster) => void;
}

type Change = (object: KubeObject) => KubeObject | undefined;

/** The states of the catalogue, made by verbs where verbs lead there, and by changing what these made where others do. */
export async function scenes(): Promise<readonly Scene[]> {
	const phases = await phasesOf('InferenceService');
	const phase = (name: string): readonly KubeObject[] => {
		const found = phases.find(each => each.name === name);
		if (!found) throw new Error(`there is no phase ${name}`);
		return found.objects;
	};
	const none = weight('wisdom-1', '0');
	const alone = changed(phase('primary alone, never promoted'), none);
	const both = phase('candidate ready');
	const half = phase('promotion half done: new spec served');
	const scene = (name: string, objects: readonly KubeObject[], ...changes: readonly Change[]): Scene => ({
		name,
		objects: changed(objects, ...changes),
		daemon: 'plays',
	});
	const unled = (each: Scene): Scene => ({...each, daemon: 'none'});
	const idle = (each: Scene): Scene => ({...each, daemon: 'leads'});
	const down = (each: Scene, name: string): Scene => ({
		...each,
		settled: cluster => unready(cluster, name, 'Unhealthy', 'the container was killed'),
	});
	const halted = (each: Scene, name: string): Scene => ({
		...each,
		settled: cluster => unready(cluster, name, 'Stopped'),
	});
	return [
		scene('not deployed', phase('routemap without any version')),
		scene('all versions deleted', phase('primary alone after a promotion'), none, object =>
			object.kind === 'InferenceService' ? undefined : object,
		),
		scene('stable', alone),
		scene('weight on an absent version', alone, weight('wisdom-1', '10')),
		scene('all weight on an absent version', alone, weight('wisdom-0', '0'), weight('wisdom-1', '100')),
		scene('candidate loading', phase('candidate loading')),
		scene('candidate ready', both),
		scene('several candidates', phase('two candidates'), uid('wisdom-2')),
		scene('candidate failed', phase('candidate failed')),
		scene('candidate blocked', both, blocked('wisdom-1')),
		down(scene('candidate down, its requests moved', both, weight('wisdom-1', '30')), 'wisdom-1'),
		scene('candidate without the watch label', both, unlabelled('wisdom-1')),
		scene('candidate without its weight', both, weightless('wisdom-1')),
		scene('primary without its weight, candidate ready', both, weightless('wisdom-0')),
		scene('candidate leaving', both, leaving('wisdom-1', 'example.com/hold')),
		unled(scene('deletion held, no daemon', both, leaving('wisdom-1'))),
		scene('promotion half done, new spec served', half),
		scene('promotion half done, new spec loading', phase('promotion half done: new spec loading')),
		scene('promotion half done, new spec failed', phase('promotion half done: new spec failed')),
		scene('promotion half done, candidate gone', phase('promotion half done: candidate gone')),
		scene('abort half done', phase('abort half done: restored, not yet served')),
		scene('primary absent, candidate serves', phase('primary absent, candidate ready')),
		scene('primary absent, candidate failed', phase('primary absent, candidate failed')),
		scene('primary loading, nobody serves', alone, loading('wisdom-0')),
		halted(scene('primary stopped while a candidate serves', both, stopped('wisdom-0')), 'wisdom-0'),
		halted(scene('candidate stopped', both, stopped('wisdom-1')), 'wisdom-1'),
		scene('primary failed', phase('primary failed'), none),
		scene('primary failed after a promotion', phase('primary alone after a promotion'), failed('wisdom-0')),
		down(scene('primary down while a candidate serves', both), 'wisdom-0'),
		down(scene('primary down', alone), 'wisdom-0'),
		down(scene('primary down after a promotion', phase('primary alone after a promotion')), 'wisdom-0'),
		scene('primary leaving', both, leaving('wisdom-0', 'example.com/hold')),
		scene('primary without the watch label, candidate ready', both, unlabelled('wisdom-0')),
		scene('promotion half done, primary without the watch label', half, unlabelled('wisdom-0')),
		unled(scene('primary held, no daemon', alone, leaving('wisdom-0'))),
		scene('primary blocked', alone, blocked('wisdom-0')),
		scene('primary blocked while a candidate serves', both, blocked('wisdom-0')),
		scene('same label', both, label('wisdom-1', 'v0')),
		idle(scene('route missing', alone, object => (object.kind === 'VirtualService' ? undefined : object))),
		unled(scene('route missing, no daemon', alone, object => (object.kind === 'VirtualService' ? undefined : object))),
		unled(scene('route differs, no daemon', both, weight('wisdom-0', '9'))),
		scene('route of somebody else', alone, foreign),
		{...scene('route refused by Istio', alone), settled: refuse},
		idle(
			scene('route refused by the API server', [...alone, fault], object =>
				object.kind === 'VirtualService' ? undefined : object,
			),
		),
		scene('no route', alone, withoutTemplates),
		scene('routemap that is none', alone, object => (isRoutemap(object) ? broken(object) : object)),
		scene('routemap that is none, and may be changed', alone, object =>
			isRoutemap(object) ? {...broken(object), immutable: false} : object,
		),
		scene('rollout under way', [...both, record('eve', '2026-01-01T12:00:00Z', false)], withoutRecord),
		scene('promotion under way by a daemon', [...half, record('eve', '2026-01-01T12:00:00Z', true)], withoutRecord),
		scene(
			'promotion abandoned before it changed anything',
			[...both, record('eve', '2026-01-01T11:00:00Z', false)],
			withoutRecord,
		),
		scene('promotion abandoned half-way', [...half, record('eve', '2026-01-01T11:00:00Z', false)], withoutRecord),
		unled(scene('no daemon', alone)),
		unled(scene('daemon gone', [...alone, lease('2026-01-01T11:00:00Z')])),
		unled(scene('lease that nobody believes', [...alone, lease('2100-01-01T00:00:00Z')])),
	];
}

function changed(objects: readonly KubeObject[], ...changes: readonly Change[]): readonly KubeObject[] {
	return changes.reduce<readonly KubeObject[]>((all, change) => all.flatMap(object => change(object) ?? []), objects);
}

function named(name: string, change: (object: KubeObject) => KubeObject): Change {
	return object =>
		object.kind === 'InferenceService' && object.metadata.name === name ? change(structuredClone(object)) : object;
}

/** Somebody has deleted the ConfigMap with its weight. */
function weightless(name: string): Change {
	return object => (object.metadata.name === `${name}-weight-config` ? undefined : object);
}

function weight(name: string, text: string): Change {
	return object => {
		const {metadata} = object;
		if (metadata.name !== `${name}-weight-config`) return object;
		return {...object, metadata: {...metadata, annotations: {...metadata.annotations, [weightAnnotation]: text}}};
	};
}

/** The model is there and has stopped serving. */
function unready(cluster: MemoryCluster, name: string, reason: string, message?: string): void {
	const object = cluster.peek(inferenceServices, 'models', name);
	const condition = {
		type: 'Ready',
		status: 'False',
		reason,
		...(message !== undefined && {message}),
		lastTransitionTime: '2026-01-01T11:58:00Z',
	};
	const status = {observedGeneration: object?.metadata.generation, conditions: [condition]};
	cluster.setStatus(inferenceServices, 'models', name, status);
}

function withModel(uri: string): (object: KubeObject) => KubeObject {
	return object => {
		const text = JSON.stringify(object).replace(/gs:\/\/models\/[\w@:-]+/, uri);
		const next = JSON.parse(text) as KubeObject;
		const {generation = 1} = object.metadata;
		return {...next, metadata: {...next.metadata, generation: generation + 1}};
	};
}

/** Its newest spec does not load, and the one before serves on. */
function blocked(name: string): Change {
	return named(name, object => withModel('gs://models/broken')(object));
}

function failed(name: string): Change {
	return named(name, object => {
		const {status: _, ...rest} = withModel('gs://models/broken')(object);
		const {metadata} = object;
		return {...rest, metadata: {...metadata, generation: (metadata.generation ?? 1) + 1}};
	});
}

/** It was started anew and has not come to its first readiness. */
function loading(name: string): Change {
	return named(name, object => {
		const {status: _, ...rest} = withModel('gs://models/slow')(object);
		return rest;
	});
}

/** Somebody has annotated it, so that KServe takes it down. */
function stopped(name: string): Change {
	return named(name, object => {
		const {metadata} = object;
		const annotations = {...metadata.annotations, [stopAnnotation]: 'true'};
		return {...object, metadata: {...metadata, annotations}};
	});
}

function unlabelled(name: string): Change {
	return named(name, object => {
		const {[watchLabel]: _, ...labels} = object.metadata.labels ?? {};
		return {...object, metadata: {...object.metadata, labels}};
	});
}

function label(name: string, text: string): Change {
	return named(name, object => ({
		...object,
		metadata: {...object.metadata, labels: {...object.metadata.labels, 'app.kubernetes.io/version': text}},
	}));
}

function uid(name: string): Change {
	return named(name, object => ({...object, metadata: {...object.metadata, uid: `uid-of-${name}`}}));
}

function leaving(name: string, ...others: readonly string[]): Change {
	return named(name, object => ({
		...object,
		metadata: {...object.metadata, deletionTimestamp: '2026-01-01T11:59:00Z', finalizers: [finalizer, ...others]},
	}));
}

function foreign(object: KubeObject): KubeObject {
	if (object.kind !== 'VirtualService') return object;
	const {managedFields: _, ...metadata} = object.metadata;
	const owner = {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: 'wisdom', uid: 'uid-9'};
	return {...object, spec: {hosts: ['elsewhere']}, metadata: {...metadata, ownerReferences: [owner]}};
}

function refuse(cluster: MemoryCluster): void {
	const url = 'https://istio.io/latest/docs/reference/config/analysis/ist0101/';
	const message = {type: {name: 'ReferencedResourceNotFound', code: 'IST0101'}, level: 'ERROR', documentationUrl: url};
	cluster.setStatus(virtualServices, 'models', 'wisdom', {validationMessages: [message]});
}

const fault: KubeObject = {
	apiVersion: 'v1',
	kind: 'Event',
	metadata: {name: 'wisdom.1', namespace: 'models'},
	involvedObject: {kind: 'ConfigMap', name: 'wisdom-routemap', namespace: 'models'},
	reason: routemapFault,
	message: 'admission webhook "validation.istio.io" denied the request: weights must be whole',
	lastTimestamp: '2026-01-01T11:57:00Z',
};

function isRoutemap({metadata}: KubeObject): boolean {
	return metadata.name === 'wisdom-routemap';
}

/** Names no version. */
function broken(routemap: KubeObject): KubeObject {
	return {...routemap, data: {strSpec: 'versions: []'}};
}

function withoutTemplates(object: KubeObject): KubeObject | undefined {
	if (object.kind === 'VirtualService') return undefined;
	if (!isRoutemap(object)) return object;
	const versions = [0, 1].map(index => ({resources: [{gvrShort: 'isvc', name: `wisdom-${index}`}]}));
	return {...object, data: {strSpec: JSON.stringify({versions})}};
}

/** The record that the verb itself has left. */
function withoutRecord(object: KubeObject): KubeObject | undefined {
	return object.metadata.name === 'wisdom-rollout' && !JSON.stringify(object).includes('eve') ? undefined : object;
}

function record(by: string, renewedAt: string, isDaemon: boolean): KubeObject {
	const executor = {name: isDaemon ? 'iter8-7f9c' : by, isDaemon, renewedAt};
	const steps = [
		{type: 'probe', app: 'wisdom', version: 'wisdom-1', when: 'before-replacing'},
		{type: 'wait-weights', app: 'wisdom'},
	];
	const rollout = {id: '1', action: 'promote', title: 'promote wisdom-1 of wisdom', by, steps, step: 0, words: ''};
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'wisdom-rollout', namespace: 'models', labels: {'iter8.tools/kind': 'rollout'}},
		data: {rollout: JSON.stringify({...rollout, startedAt: '2026-01-01T10:59:58.123Z', phase: 'running', executor})},
	};
}

export function lease(renewTime: string): KubeObject {
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name: leaseName, namespace: clusterLeaseNamespace},
		spec: {holderIdentity: 'iter8-7f9c', leaseDurationSeconds: 15, renewTime: microTime(new Date(renewTime))},
	};
}
