import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../../objects/object.ts';
import type {Kind} from './kind.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An object with the defaults that the API server would give it: those of the built-in types as far as a reader meets them, and
 * of the Gateway API's CRDs.
 */
export function withDefaults(kind: Kind, object: KubeObject): KubeObject {
	switch (`${kind.plural}.${kind.group}`) {
		case 'namespaces.':
			return namespace(object);
		case 'configmaps.':
			return configMap(object);
		case 'services.':
			return service(object);
		case 'pods.':
			return {...object, spec: {enableServiceLinks: true, ...podSpec(object['spec'])}};
		case 'deployments.apps':
			return {...object, spec: deploymentSpec(object['spec'])};
		case 'httproutes.gateway.networking.k8s.io':
			return isRecord(object['spec']) ? {...object, spec: routeSpec(object['spec'])} : object;
		case 'gateways.gateway.networking.k8s.io':
			return isRecord(object['spec']) ? gateway(object) : object;
		default:
			return object;
	}
}

function namespace(object: KubeObject): KubeObject {
	const {name, labels} = object.metadata;
	return {...object, metadata: {...object.metadata, labels: {...labels, 'kubernetes.io/metadata.name': name}}};
}

/** Empty maps are not stored. */
function configMap({data, binaryData, ...object}: KubeObject): KubeObject {
	const kept = Object.entries({data, binaryData}).filter(([, map]) => Object.keys(fieldsOf(map)).length > 0);
	return {...object, ...Object.fromEntries(kept)};
}

function service(object: KubeObject): KubeObject {
	const spec: Fields = {type: 'ClusterIP', sessionAffinity: 'None', ...fieldsOf(object['spec'])};
	const ports = listAt(spec, 'ports').map(port => ({
		protocol: 'TCP',
		targetPort: fieldAt(port, 'port'),
		...fieldsOf(port),
	}));
	return {
		...object,
		spec: {
			...(spec['type'] === 'ExternalName' ? {} : {internalTrafficPolicy: 'Cluster'}),
			...spec,
			...(ports.length > 0 ? {ports} : {}),
		},
	};
}

function podSpec(given: unknown): Fields {
	const spec = fieldsOf(given);
	return {
		restartPolicy: 'Always',
		terminationGracePeriodSeconds: 30,
		dnsPolicy: 'ClusterFirst',
		securityContext: {},
		schedulerName: 'default-scheduler',
		...spec,
		containers: listAt(spec, 'containers').map(container),
	};
}

function container(given: unknown): Fields {
	const fields = fieldsOf(given);
	const image = stringAt(fields, 'image') ?? '';
	const isLatest = !/:[^/]+$/.test(image) || image.endsWith(':latest');
	const ports = listAt(fields, 'ports').map(port => ({protocol: 'TCP', ...fieldsOf(port)}));
	return {
		resources: {},
		terminationMessagePath: '/dev/termination-log',
		terminationMessagePolicy: 'File',
		imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
		...fields,
		...(ports.length > 0 ? {ports} : {}),
	};
}

function deploymentSpec(given: unknown): Fields {
	const spec = fieldsOf(given);
	const template = fieldsOf(spec['template']);
	return {
		replicas: 1,
		strategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: '25%', maxSurge: '25%'}},
		revisionHistoryLimit: 10,
		progressDeadlineSeconds: 600,
		...spec,
		template: {...template, spec: podSpec(template['spec'])},
	};
}

const anyPath = {type: 'PathPrefix', value: '/'};

function routeSpec(given: unknown): Fields {
	const spec = fieldsOf(given);
	const rules = 'rules' in spec ? listAt(spec, 'rules') : [{}];
	return {
		...spec,
		...mapped(spec, 'parentRefs', ref => ({group: 'gateway.networking.k8s.io', kind: 'Gateway', ...ref})),
		rules: rules.map(rule => ({
			...fieldsOf(rule),
			matches: ('matches' in fieldsOf(rule) ? listAt(rule, 'matches') : [{}]).map(routeMatch),
			...mapped(rule, 'backendRefs', ref => ({group: '', kind: 'Service', weight: 1, ...ref})),
			...mapped(rule, 'filters', routeFilter),
		})),
	};
}

function routeMatch(match: unknown): Fields {
	return {
		...fieldsOf(match),
		path: {...anyPath, ...fieldsOf(fieldAt(match, 'path'))},
		...mapped(match, 'headers', header => ({type: 'Exact', ...header})),
		...mapped(match, 'queryParams', parameter => ({type: 'Exact', ...parameter})),
	};
}

function routeFilter(filter: Fields): Fields {
	const mirror = filter['requestMirror'];
	if (!isRecord(mirror)) return filter;
	const backendRef = {group: '', kind: 'Service', ...fieldsOf(mirror['backendRef'])};
	return {...filter, requestMirror: {...mirror, backendRef}};
}

function gateway(object: KubeObject): KubeObject {
	const allowedRoutes = {namespaces: {from: 'Same'}};
	const listeners = mapped(object['spec'], 'listeners', listener => ({allowedRoutes, ...listener}));
	return {...object, spec: {...fieldsOf(object['spec']), ...listeners}};
}

function mapped(value: unknown, key: string, change: (item: Fields) => Fields): Fields {
	const items = listAt(value, key);
	return items.length === 0 ? {} : {[key]: items.map(item => change(fieldsOf(item)))};
}

function fieldsOf(value: unknown): Fields {
	return isRecord(value) ? value : {};
}
