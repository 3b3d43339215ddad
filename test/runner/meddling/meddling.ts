import {watchLabel, weightAnnotation} from '../../../source/objects/labels.ts';
import {fieldAt, type KubeObject} from '../../../source/objects/object.ts';
import {
	configMaps,
	deployments,
	inferenceServices,
	services,
	virtualServices,
	type Resource,
} from '../../../source/objects/resource.ts';
import type {MemoryCluster} from '../../helpers/memory-cluster.ts';
import {playApp} from '../../helpers/played-app.ts';
import {firstVersion, type Kind} from '../crashes/app.ts';

/** What somebody else does to an app while a verb is at it. */
export interface Meddling {
	readonly name: string;
	readonly meddle: (cluster: MemoryCluster) => void;
}

/** A verb in the state of an app in which it is used. */
export interface Scenario {
	readonly verb: string;
	readonly line: string;
	readonly objects: readonly KubeObject[];
}

export function resourceOfKind(kind: Kind): Resource {
	return kind === 'Deployment' ? deployments : inferenceServices;
}

/** Every verb with more than one step, and the app that it begins with. */
export async function scenariosOf(kind: Kind): Promise<readonly Scenario[]> {
	const type = kind === 'Deployment' ? 'deployment' : 'kserve-knative';
	const model = kind === 'Deployment' ? '--image shop:two' : '--storage-uri gs://models/two';
	const timeout = '--timeout 2s';
	const init = `init wisdom --strategy blue-green --app-type ${type}`;
	const deploy = `deploy wisdom --wait ${model} --timeout 20s`;
	const weights = `weights wisdom 70 30 --timeout 20s`;
	const promote = `promote wisdom --yes --skip-test --drain 1ms`;
	const abort = `abort wisdom --yes --drain 1ms ${timeout}`;
	const one = await after(firstVersion(kind), init);
	const two = await after(await after(one, deploy), weights);
	const promoted = await after(two, `${promote} --timeout 20s`);
	const half = await after(two, `${promote} --timeout 20s`, 2);
	return [
		{verb: 'deploy', line: `deploy wisdom --wait ${model} ${timeout}`, objects: one},
		{verb: 'weights', line: `weights wisdom 20 80 ${timeout}`, objects: two},
		{verb: 'promote', line: `${promote} ${timeout}`, objects: two},
		{verb: 'abort', line: abort, objects: two},
		{verb: 'abort of a half promotion', line: abort, objects: half},
		{verb: 'undo', line: `undo wisdom --yes --skip-test ${timeout}`, objects: promoted},
	];
}

async function after(objects: readonly KubeObject[], line: string, lastWrite?: number): Promise<readonly KubeObject[]> {
	const app = await playApp(objects);
	await app.settled();
	const {error} = await app.run(line, lastWrite === undefined ? undefined : {write: lastWrite, when: 'after'});
	if (error !== undefined && lastWrite === undefined) throw new Error(`${line}: ${error}`);
	await app.settled();
	const left = app.objects().filter(({metadata}) => metadata.name !== 'wisdom-rollout');
	await app.close();
	return left;
}

/** Everything that somebody may do to the objects of an app. */
export function meddlings(kind: Kind): readonly Meddling[] {
	const resource = resourceOfKind(kind);
	const versions = ['wisdom-0', 'wisdom-1'].flatMap(name => [
		{name: `${name}: spec edited`, meddle: edits(resource, name, edited)},
		{name: `${name}: deleted`, meddle: removes(resource, name)},
		{name: `${name}: deleted and created again`, meddle: recreates(resource, name)},
		{name: `${name}: watch label taken off`, meddle: edits(resource, name, withLabel(watchLabel, undefined))},
		{
			name: `${name}: version label changed`,
			meddle: edits(resource, name, withLabel('app.kubernetes.io/version', 'v9')),
		},
		{name: `${name}: fails`, meddle: fails(resource, name)},
		...(kind === 'Deployment' ? [{name: `${name}: scaled`, meddle: edits(resource, name, scaled)}] : []),
		...(kind === 'Deployment' ? [{name: `${name}: Service deleted`, meddle: removes(services, name)}] : []),
		{name: `${name}: another weight`, meddle: edits(configMaps, `${name}-weight-config`, weighted)},
		{name: `${name}: weight deleted`, meddle: removes(configMaps, `${name}-weight-config`)},
	]);
	return [
		...versions,
		{name: 'routemap: deleted', meddle: removes(configMaps, 'wisdom-routemap')},
		{name: 'routemap: deleted and created again', meddle: recreates(configMaps, 'wisdom-routemap')},
		{
			name: 'routemap: retired',
			meddle: edits(configMaps, 'wisdom-routemap', withLabel('iter8.tools/kind', 'retired-routemap')),
		},
		{name: 'route: deleted', meddle: removes(virtualServices, 'wisdom')},
		{name: 'history: deleted', meddle: removes(configMaps, 'wisdom-history')},
		{name: 'record: deleted', meddle: removes(configMaps, 'wisdom-rollout')},
	];
}

type Edit = (object: KubeObject) => KubeObject;

function edits(resource: Resource, name: string, edit: Edit): Meddling['meddle'] {
	return cluster => {
		const live = cluster.peek(resource, 'models', name);
		// As an API server counts it: without a stated generation a changed spec gets the next one.
		if (live) cluster.put(withoutGeneration(edit({...live, kind: resource.kind})));
	};
}

function withoutGeneration(object: KubeObject): KubeObject {
	const {generation: _, ...metadata} = object.metadata;
	return {...object, metadata};
}

function removes(resource: Resource, name: string): Meddling['meddle'] {
	return cluster => {
		const live = cluster.peek(resource, 'models', name);
		if (live) cluster.remove(resource, 'models', name);
	};
}

function recreates(resource: Resource, name: string): Meddling['meddle'] {
	return cluster => {
		const live = cluster.peek(resource, 'models', name);
		if (!live) return;
		// At once, as who takes the finalizers off as well.
		cluster.put({...live, kind: resource.kind, metadata: {...live.metadata, finalizers: []}});
		cluster.remove(resource, 'models', name);
		const {
			uid: _,
			resourceVersion: _version,
			generation: _generation,
			annotations: _annotations,
			...metadata
		} = live.metadata;
		cluster.put({...live, kind: resource.kind, metadata: {...metadata, uid: `${name}-again`}});
	};
}

function edited(object: KubeObject): KubeObject {
	const text = JSON.stringify(object['spec']);
	return {
		...object,
		spec: JSON.parse(text.replace(/gs:\/\/models\/\w+/, 'gs://models/theirs').replace(/shop:\w+/, 'shop:theirs')),
	};
}

function scaled(object: KubeObject): KubeObject {
	return {...object, spec: {...(object['spec'] as object), replicas: 5}};
}

function withLabel(label: string, value: string | undefined): Edit {
	return object => {
		const {[label]: _, ...labels} = object.metadata.labels ?? {};
		const changed = value === undefined ? labels : {...labels, [label]: value};
		return {...object, metadata: {...object.metadata, labels: changed}};
	};
}

function weighted(object: KubeObject): KubeObject {
	const annotations = {...object.metadata.annotations, [weightAnnotation]: '44'};
	return {...object, metadata: {...object.metadata, annotations}};
}

/** It serves no more, though nobody has changed its spec. */
function fails(resource: Resource, name: string): Meddling['meddle'] {
	return cluster => {
		const live = cluster.peek(resource, 'models', name);
		if (!live) return;
		const type = resource === deployments ? 'Available' : 'Ready';
		const conditions = [{type, status: 'False', lastTransitionTime: '2026-01-01T12:00:00Z'}];
		cluster.setStatus(resource, 'models', name, {...(live['status'] as object), conditions, modelStatus: undefined});
	};
}

/** What a version is made of, as its spec says. */
export function modelOf(object: KubeObject | undefined): string | undefined {
	const text = JSON.stringify(object?.['spec']) ?? '';
	return /(?:gs:\/\/models\/|shop:)(\w+)/.exec(text)?.[1];
}

/** Whether a version takes requests. */
export function serves(object: KubeObject | undefined): boolean {
	const conditions = fieldAt(object, 'status', 'conditions');
	return (
		JSON.stringify(conditions ?? []).includes('"status":"True"') && object?.metadata.labels?.[watchLabel] === 'true'
	);
}
