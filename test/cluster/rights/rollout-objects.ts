import type {KubeObject, ObjectMeta} from '../../../source/objects/object.ts';

export const ours = 'iter8.tools/finalizer';
export const strangers = ['others.io/first', 'others.io/last'];
const watched = {'iter8.tools/watch': 'true'};

/** Paths of a namespace's objects by their kind. */
export function pathsOf(namespace: string) {
	return {
		InferenceService: `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`,
		Deployment: `/apis/apps/v1/namespaces/${namespace}/deployments`,
		Service: `/api/v1/namespaces/${namespace}/services`,
		ConfigMap: `/api/v1/namespaces/${namespace}/configmaps`,
		VirtualService: `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/virtualservices`,
		Lease: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
	} as const;
}

export type Kind = 'InferenceService' | 'Deployment' | 'Service' | 'ConfigMap';

/** As somebody keeps it: with labels, annotations and finalizers of others. */
function kept(name: string, labels: Readonly<Record<string, string>>): ObjectMeta {
	return {
		name,
		labels: {...labels, tier: 'gold'},
		annotations: {note: 'kept', 'serving.kserve.io/deploymentMode': 'Standard'},
		finalizers: strangers,
	};
}

export function model(name: string, labels: Readonly<Record<string, string>> = watched): KubeObject {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: kept(name, labels),
		spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/oak-0'}}},
	};
}

export function deployment(name: string, labels: Readonly<Record<string, string>> = watched): KubeObject {
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: kept(name, labels),
		spec: {
			replicas: 1,
			selector: {matchLabels: {app: 'oak'}},
			template: {metadata: {labels: {app: 'oak'}}, spec: {containers: [{name: 'model', image: 'model:1'}]}},
		},
	};
}

export function service(name: string, labels: Readonly<Record<string, string>> = watched): KubeObject {
	return {apiVersion: 'v1', kind: 'Service', metadata: {name, labels}, spec: {ports: [{port: 80}]}};
}

export function configMap(name: string, labels: Readonly<Record<string, string>>, rest: object = {}): KubeObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, labels}, ...rest};
}

/** A record or a history as verbs make it. */
export function keptMap(
	app: string,
	kind: 'rollout' | 'history' | 'tests',
	data: Readonly<Record<string, string>>,
): KubeObject {
	return configMap(`${app}-${kind}`, {'app.kubernetes.io/name': app, 'iter8.tools/kind': kind}, {data});
}

/** The text of a record whose only step is about an object of a resource. */
export function recordOf(plural: string): string {
	return JSON.stringify({action: 'promote', steps: [{type: 'replace-spec', primary: {resource: {plural}}}]});
}

/** An object with other labels, annotations and so on; undefined takes one off. */
export function withMetadata(object: KubeObject, metadata: Partial<ObjectMeta>): KubeObject {
	return {...object, metadata: {...object.metadata, ...metadata}};
}

function changed(
	present: Readonly<Record<string, string>> | undefined,
	change: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
	const entries = Object.entries({...present, ...change});
	return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

export function labelled(object: KubeObject, labels: Readonly<Record<string, string | undefined>>): KubeObject {
	return withMetadata(object, {labels: changed(object.metadata.labels, labels)});
}

export function annotated(object: KubeObject, annotations: Readonly<Record<string, string | undefined>>): KubeObject {
	return withMetadata(object, {annotations: changed(object.metadata.annotations, annotations)});
}

/** An object with our finalizer put on, or taken off. */
export function toggled(object: KubeObject): KubeObject {
	const present = object.metadata.finalizers ?? [];
	const others = present.filter(name => name !== ours);
	return withMetadata(object, {finalizers: present.includes(ours) ? others : [...present, ours]});
}

/** What a rollout makes of a version: another spec, its version, and the note of what was there before. */
export function promoted(object: KubeObject): KubeObject {
	const spec =
		object.kind === 'Deployment'
			? {
					replicas: 1,
					selector: {matchLabels: {app: 'oak'}},
					template: {metadata: {labels: {app: 'oak'}}, spec: {containers: [{name: 'model', image: 'model:2'}]}},
				}
			: {predictor: {model: {modelFormat: {name: 'onnx'}, storageUri: 'gs://models/oak-1'}}, transformer: {}};
	const noted = annotated(object, {'iter8.tools/previous': '{"rollout":"a","from":"b","to":"c"}'});
	return {...labelled(noted, {'app.kubernetes.io/version': 'v2'}), spec};
}

/** What nobody asked a rollout to do to an object. */
export const trespasses: Readonly<Record<string, (object: KubeObject) => KubeObject>> = {
	'a new label': object => labelled(object, {more: 'x'}),
	'another value of a label': object => labelled(object, {tier: 'tin'}),
	'a label less': object => labelled(object, {tier: undefined}),
	'the watch label off': object => labelled(object, {'iter8.tools/watch': undefined}),
	'another watch label': object => labelled(object, {'iter8.tools/watch': 'false'}),
	'the kind of a routemap': object => labelled(object, {'iter8.tools/kind': 'routemap'}),
	'a new annotation': object => annotated(object, {more: 'x'}),
	'another value of an annotation': object => annotated(object, {note: 'stolen'}),
	'an annotation less': object => annotated(object, {note: undefined}),
	'another namespace let in': object => annotated(object, {'iter8.tools/routemap-namespaces': 'thieves'}),
	'another mode': object => annotated(object, {'serving.kserve.io/deploymentMode': 'Knative'}),
	'a format that is not the spec’s': object => annotated(object, {modelFormat: 'pmml'}),
	'no annotations': object => withMetadata(object, {annotations: {}}),
	'a finalizer more': object => withMetadata(object, {finalizers: [...strangers, 'others.io/more']}),
	'a finalizer less': object => withMetadata(object, {finalizers: strangers.slice(1)}),
	'no finalizers': object => withMetadata(object, {finalizers: []}),
	'our finalizer and another': object => withMetadata(object, {finalizers: [...strangers, ours, 'others.io/more']}),
	'another owner': object =>
		withMetadata(object, {ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'thief', uid: 'b'}]}),
};
