import {isDeepStrictEqual} from 'node:util';
import {workloadAwaits, workloadFailure, workloadRevisions} from '../kserve/workloads.ts';
import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {apiVersionOf, deployments, services} from '../objects/resource.ts';
import {candidateMetadata} from './candidate.ts';
import type {CandidateOptions, VersionKind} from './version-kind.ts';

/** Deployments (apps/v1), each with a Service of its name. */
export const deploymentKind: VersionKind = {
	resource: deployments,
	workloadSelector: () => undefined,
	workloadsOf: () => [],
	mark: ({object}) => ({workloads: workloadRevisions([object])}),
	isSameMark: isDeepStrictEqual,
	servesNewest: ({object}) => workloadAwaits(object) ?? true,
	servesReplacement({object}, before) {
		const awaited = awaits(object, before);
		const failure = workloadFailure(object);
		if (awaited === true || failure === undefined || isOld(object, before)) return awaited;
		throw new Error(`${failure}; requests still go to its old pods`);
	},
	awaitsReplacement: ({object}, before) => awaits(object, before),
	promotionFault: () => undefined,
	standstill: () => undefined,
	promotedSpec,
	comparedSpec: withoutReplicas,
	serves: spec => stringAt(listAt(spec, 'template', 'spec', 'containers')[0], 'image'),
	deployFlag: '--image IMAGE',
	candidate: candidateDeployment,
	companion: {resource: services, make: candidateService},
	failure: workloadFailure,
};

function awaits(object: KubeObject, before: unknown) {
	if (isOld(object, before)) return `Deployment ${object.metadata.name} has not taken up its new spec yet`;
	return workloadAwaits(object, revisionBefore(object, before)) ?? true;
}

/** Whether the Deployment controller has not taken up the new template yet: until then its failures are of the old one. */
function isOld(object: KubeObject, before: unknown): boolean {
	return (
		fieldAt(before, 'workloads') !== undefined &&
		isDeepStrictEqual(deploymentKind.mark({object, workloads: []}), before)
	);
}

function revisionBefore({metadata}: KubeObject, before: unknown) {
	const kept = fieldAt(before, 'workloads', metadata.name);
	if (!isRecord(kept)) return undefined;
	return {uid: stringAt(kept, 'uid') ?? '', revision: numberAt(kept, 'revision') ?? 0};
}

/**
 * The candidate's spec under the primary's selector, which never changes (Kubernetes, Deployment, "Label selector updates"), with
 * its pods labelled as the primary's are where something selects by that; and with as many pods as the primary has, which scaling
 * may have set.
 */
function promotedSpec(primary: KubeObject, spec: unknown): unknown {
	const replicas = fieldAt(primary, 'spec', 'replicas');
	const selector = fieldAt(primary, 'spec', 'selector');
	const former = fieldAt(spec, 'selector');
	const ownLabels = recordAt(fieldAt(primary, 'spec', 'template', 'metadata'), 'labels');
	const selecting = new Set([...selectedKeys(former), ...selectedKeys(selector)]);
	const labels = Object.fromEntries(Object.entries(ownLabels).filter(([key]) => selecting.has(key)));
	const template = labelledTemplate(fieldAt(spec, 'template'), selecting, {
		...labels,
		...recordAt(selector, 'matchLabels'),
	});
	return {...unpaused(withoutReplicas(spec)), ...(replicas !== undefined && {replicas}), selector, template};
}

/** A spec whose template is taken up: a pause (`kubectl rollout pause`) is of the moment, and of the one Deployment. */
function unpaused(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	const {paused: _, ...others} = spec;
	return others;
}

function withoutReplicas(spec: unknown): Readonly<Record<string, unknown>> {
	const {replicas: _, ...others} = isRecord(spec) ? spec : {};
	return others;
}

/** A template whose pods are selected by other labels, in place of those of some keys. */
function labelledTemplate(
	template: unknown,
	former: ReadonlySet<string>,
	selected: Readonly<Record<string, unknown>>,
): unknown {
	const metadata = fieldAt(template, 'metadata');
	const labels = Object.fromEntries(Object.entries(recordAt(metadata, 'labels')).filter(([key]) => !former.has(key)));
	const {creationTimestamp: _, ...kept} = isRecord(metadata) ? metadata : {};
	return {...(isRecord(template) ? template : {}), metadata: {...kept, labels: {...labels, ...selected}}};
}

/** The keys of the labels by which a Deployment selects its pods. */
function selectedKeys(selector: unknown): readonly string[] {
	return [...Object.keys(recordAt(selector, 'matchLabels')), ...expressionKeys(selector)];
}

function expressionKeys(selector: unknown): readonly string[] {
	return listAt(selector, 'matchExpressions').flatMap(expression => stringAt(expression, 'key') ?? []);
}

function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
	const found = fieldAt(value, key);
	return isRecord(found) ? found : {};
}

/** What a candidate's pods are selected by: one label of our own, which no other Deployment's pods have. */
const versionPodLabel = 'iter8.tools/deployment';

function candidateDeployment(options: CandidateOptions): KubeObject {
	const {from, image, storageUri, modelName, isFirst = false} = options;
	if (storageUri !== undefined || modelName !== undefined) {
		const flag = storageUri === undefined ? '--model-name' : '--storage-uri';
		throw new Error(
			`${options.app} serves Deployments, which have no model of their own: give --image or -f in place of ${flag}`,
		);
	}

	const spec = unpaused(withoutReplicas(from['spec']));
	const {selector, template: labelled} = isFirst ? spec : apart(options, spec);
	const template = image === undefined ? labelled : withImage(labelled, image);
	const replicas = fieldAt(from, 'spec', 'replicas');
	return {
		apiVersion: apiVersionOf(deployments),
		kind: deployments.kind,
		metadata: candidateMetadata(options),
		spec: {...spec, ...(replicas !== undefined && {replicas}), selector, template},
	};
}

/** Selector and template of a candidate: what selects the primary's pods, its Deployment or its Service, selects none of these. */
function apart(
	{name, podSelector}: CandidateOptions,
	{selector, template}: Readonly<Record<string, unknown>>,
): {readonly selector: unknown; readonly template: unknown} {
	const former = selectedKeys(selector);
	const equal = new Set(Object.keys(recordAt(selector, 'matchLabels')));
	const keys = [...former, ...Object.keys(isRecord(podSelector) ? podSelector : {})].filter(key => !equal.has(key));
	const own = {...Object.fromEntries(keys.map(key => [key, name])), [versionPodLabel]: name};
	return {selector: {matchLabels: own}, template: labelledTemplate(template, new Set([...former, ...keys]), own)};
}

/** The template with another image in its first container, as the others are beside it (kubectl, default container). */
function withImage(template: unknown, image: string): unknown {
	const [first, ...others] = listAt(template, 'spec', 'containers');
	if (!isRecord(first)) throw new Error('the Deployment to start from has no container');
	const spec = fieldAt(template, 'spec');
	const containers = [{...first, image}, ...others];
	return {...(isRecord(template) ? template : {}), spec: {...(isRecord(spec) ? spec : {}), containers}};
}

/** The primary's Service with the candidate's name, in front of the candidate's pods. */
function candidateService(options: CandidateOptions, companion: KubeObject, candidate: KubeObject): KubeObject {
	const ports = listAt(companion, 'spec', 'ports').map(port => {
		const {nodePort: _, ...kept} = isRecord(port) ? port : {};
		return kept;
	});
	return {
		apiVersion: apiVersionOf(services),
		kind: services.kind,
		metadata: candidateMetadata({...options, from: companion}),
		spec: {ports, selector: fieldAt(candidate, 'spec', 'selector', 'matchLabels')},
	};
}
