import type {Answer} from './answer.ts';
import {servedGroups} from './discovery.ts';
import {groupVersion, type Kind} from './kind.ts';
import {kindsOf} from './kinds.ts';

const anything = {type: 'object', 'x-kubernetes-preserve-unknown-fields': true};

/**
 * The OpenAPI v3 documents, as far as kubectl reads them: that objects exist, and that the server itself validates fields
 * (`fieldValidation` of a PATCH). Undefined for a path that has none.
 */
export function openApi(path: string): Answer | undefined {
	// kubectl reads the older document as protobuf, for what the newer ones do not have: an empty one it is, and valid
	if (path === '/openapi/v2')
		return {code: 200, text: '', contentType: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'};
	if (path === '/openapi/v3') return {code: 200, value: {paths: Object.fromEntries(documents().map(indexEntry))}};
	const document = documents().find(([name]) => path === `/openapi/v3/${name}`);
	return document && {code: 200, value: documentOf(document[1], document[2])};
}

type Document = readonly [name: string, group: string, version: string];

function documents(): readonly Document[] {
	const named = [...servedGroups()].flatMap(([group, versions]) =>
		versions.map((version): Document => [`apis/${group}/${version}`, group, version]),
	);
	return [['api/v1', '', 'v1'], ...named];
}

function indexEntry([name]: Document): readonly [string, unknown] {
	return [name, {serverRelativeURL: `/openapi/v3/${name}?hash=0`}];
}

function documentOf(group: string, version: string): unknown {
	const served = kindsOf(group, version);
	return {
		openapi: '3.0.0',
		info: {title: 'Kubernetes', version: 'sandbox'},
		paths: Object.fromEntries(served.map(kind => [objectPath(kind, version), {patch: patchOperation(kind, version)}])),
		components: {schemas: Object.fromEntries(served.map(kind => [schemaName(kind, version), schemaOf(kind, version)]))},
	};
}

function objectPath({group, plural, namespaced}: Kind, version: string): string {
	const root = group === '' ? '/api' : '/apis';
	const place = namespaced ? `namespaces/{namespace}/${plural}` : plural;
	return `${root}/${groupVersion(group, version)}/${place}/{name}`;
}

function patchOperation(kind: Kind, version: string): unknown {
	return {
		'x-kubernetes-action': 'patch',
		'x-kubernetes-group-version-kind': gvkOf(kind, version),
		parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(name => ({
			name,
			in: 'query',
			schema: {type: name === 'force' ? 'boolean' : 'string', uniqueItems: true},
		})),
		responses: {},
	};
}

function schemaName({group, kind}: Kind, version: string): string {
	return ['io.k8s', ...group.split('.').toReversed(), version, kind].filter(part => part !== '').join('.');
}

function schemaOf(kind: Kind, version: string): unknown {
	return {
		...anything,
		properties: {
			apiVersion: {type: 'string', description: 'Version of the schema that the object is written in.'},
			kind: {type: 'string', description: 'What the object is.'},
			metadata: {...anything, description: 'Name, namespace, labels, annotations, owners and finalizers.'},
			...(kind.plural === 'configmaps'
				? {data: anything, binaryData: anything, immutable: {type: 'boolean'}}
				: {spec: anything}),
			...(kind.hasStatus ? {status: anything} : {}),
		},
		'x-kubernetes-group-version-kind': [gvkOf(kind, version)],
	};
}

function gvkOf({group, kind}: Kind, version: string): unknown {
	return {group, version, kind};
}
