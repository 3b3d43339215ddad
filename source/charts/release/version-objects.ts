import {watchLabel} from '../../objects/labels.ts';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import {apiVersionOf, deployments, inferenceServices, services, type Resource} from '../../objects/resource.ts';
import {required} from '../values.ts';
import type {Release, ReleaseVersion} from './values.ts';

/** A version's Deployment. */
export function deploymentOf(release: Release, version: ReleaseVersion): KubeObject {
	return versionObject(release, version, deployments, () => ({
		selector: {matchLabels: {app: version.name}},
		template: {
			metadata: {labels: {app: version.name}},
			spec: {
				containers: [
					{
						name: version.name,
						image: requiredText(version, 'image', 'deploymentSpecification'),
						ports: [{containerPort: plainPort(release, version)}],
					},
				],
			},
		},
	}));
}

/** The Service in front of a version's Deployment. */
export function serviceOf(release: Release, version: ReleaseVersion): KubeObject {
	return versionObject(release, version, services, () => ({
		selector: {app: version.name},
		ports: [{port: plainPort(release, version)}],
	}));
}

/** Port by which a version is reached: the first of its Service. */
export function portOf(release: Release, version: ReleaseVersion): number {
	const {spec} = serviceOf(release, version);
	const [first] = isRecord(spec) && Array.isArray(spec['ports']) ? (spec['ports'] as readonly unknown[]) : [];
	const port = isRecord(first) ? first['port'] : undefined;
	return typeof port === 'number' ? port : plainPort(release, version);
}

/** A version's InferenceService, in the mode that KServe has by default. */
export function inferenceServiceOf(release: Release, version: ReleaseVersion): KubeObject {
	const optional = ['runtime', 'protocolVersion', 'ports'].map(key => [key, own(release, version, key)] as const);
	return versionObject(release, version, inferenceServices, () => ({
		predictor: {
			minReplicas: 1,
			model: {...modelOf(release, version), ...Object.fromEntries(optional.filter(([, value]) => value !== undefined))},
		},
	}));
}

/** A version's InferenceService for ModelMesh, whose runtimes find models by their format. */
export function modelMeshServiceOf(release: Release, version: ReleaseVersion): KubeObject {
	const mode = {'serving.kserve.io/deploymentMode': 'ModelMesh'};
	return versionObject(
		release,
		version,
		inferenceServices,
		() => ({predictor: {model: modelOf(release, version)}}),
		mode,
	);
}

/** The object that the values specify (`deploymentSpecification` and the like), else the usual one. */
function versionObject(
	release: Release,
	version: ReleaseVersion,
	resource: Resource,
	usualSpec: () => unknown,
	annotations: Readonly<Record<string, string>> = {},
): KubeObject {
	const key = `${resource.kind.charAt(0).toLowerCase()}${resource.kind.slice(1)}Specification`;
	const usual = {
		name: version.name,
		namespace: version.namespace,
		labels: {
			...release.metadata.texts('labels'),
			...version.metadata.texts('labels'),
			[watchLabel]: 'true',
		},
		annotations: {...annotations, ...release.metadata.texts('annotations'), ...version.metadata.texts('annotations')},
	};
	const head = {apiVersion: apiVersionOf(resource), kind: resource.kind};
	if (!version.values.has(key)) return {...head, metadata: usual, spec: usualSpec()};
	const specification = version.values.inner(key, ['metadata', 'spec']);
	const given = specification.mapping('metadata') ?? {};
	const own = specification.inner('metadata', Object.keys(given));
	return {
		...head,
		metadata: {
			...given,
			name: own.name('name') ?? usual.name,
			namespace: own.name('namespace', 'RFC 1123 label') ?? usual.namespace,
			labels: {...usual.labels, ...own.texts('labels')},
			annotations: {...usual.annotations, ...own.texts('annotations')},
		},
		spec: required(specification.mapping('spec'), specification.pathOf('spec')),
	};
}

function modelOf(release: Release, version: ReleaseVersion): Readonly<Record<string, unknown>> {
	const because = 'where inferenceServiceSpecification is absent';
	const modelFormat = version.values.text('modelFormat') ?? release.values.text('modelFormat');
	return {
		modelFormat: {
			name: required(modelFormat, version.values.pathOf('modelFormat'), `here or in application, ${because}`),
		},
		storageUri: requiredText(version, 'storageUri', 'inferenceServiceSpecification'),
	};
}

function requiredText({values}: ReleaseVersion, key: string, specification: string): string {
	return required(values.text(key), values.pathOf(key), `where ${specification} is absent`);
}

function plainPort(release: Release, version: ReleaseVersion): number {
	return version.values.port('port') ?? release.values.port('port') ?? 80;
}

/** A version's own value, else the application's. */
function own(release: Release, version: ReleaseVersion, key: string): unknown {
	return version.values.get(key) ?? release.values.get(key);
}
