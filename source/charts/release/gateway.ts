import type {KubeObject} from '../../objects/object.ts';
import {services} from '../../objects/resource.ts';
import {Only} from '../../routing/template-text.ts';
import {hostsOf, placeOf} from '../chart-app.ts';
import {httpRouteMatches} from '../clauses.ts';
import {someCandidateHasWeight, weightAt, whileServing, type Part} from '../istio-route.ts';
import {deploymentObjects} from './deployment.ts';
import type {Release, ReleaseVersion} from './values.ts';
import {portOf, serviceOf} from './version-objects.ts';

/** Chart `release`, environment `deployment-gtw`: Deployments behind an HTTPRoute. Iter8's own fails on a canary of two versions. */
export function releasedGateway(release: Release): readonly KubeObject[] {
	const service: KubeObject = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: placeOf(release, release.name),
		spec: {ports: [{port: appPort(release)}], selector: {app: release.name}},
	};
	const route = release.strategy === 'none' ? undefined : {gvrShort: 'httproute', object: routeOf(release)};
	return deploymentObjects(release, [service], route);
}

function routeOf(release: Release): KubeObject {
	const {gateway, name, namespace, strategy} = release;
	const service = {group: services.group, kind: services.kind, name, port: appPort(release)};
	const isCanary = strategy === 'canary';
	return {
		apiVersion: 'gateway.networking.k8s.io/v1beta1',
		kind: 'HTTPRoute',
		metadata: placeOf(release, name),
		spec: {
			hostnames: isCanary ? hostsOf(release) : [name, `${name}.${namespace}`, `${name}.${namespace}.svc.cluster.local`],
			parentRefs: [service, ...(gateway === undefined ? [] : [{name: gateway}])],
			rules: isCanary ? canaryRules(release) : [{backendRefs: weightedBackends(release)}],
		},
	};
}

function canaryRules(release: Release): readonly unknown[] {
	const [primary, ...candidates] = backendsOf(release).map(backend => ({backendRefs: [backend]}));
	const rules = candidates.map((rule, index) => ({matches: matchesOf(release.versions[index + 1]), ...rule}));
	return [...whileServing(rules), primary];
}

/** A candidate's `matches` as the values have them, HTTPRouteMatches, else its `match`. */
function matchesOf(version: ReleaseVersion | undefined): readonly unknown[] {
	if (version === undefined) return [];
	const {values, clauses} = version;
	const given = values.list('matches');
	if (given.length === 0) return httpRouteMatches(clauses);
	if (!values.has('match')) return given;
	throw new Error(`${values.pathOf('matches')} and ${values.pathOf('match')} say the same thing: give one of them`);
}

/** All backends always, and all of them with weights as soon as a candidate has some. */
function weightedBackends(release: Release): readonly unknown[] {
	const backends = backendsOf(release);
	if (backends.length === 1) return backends;
	return backends.map(({filters, ...backend}, index) => {
		const weight = new Only(someCandidateHasWeight(release), weightAt(index));
		return {...backend, weight, filters};
	});
}

function backendsOf(release: Release): readonly Part[] {
	return release.versions.map(version => {
		const {name} = serviceOf(release, version).metadata;
		const add = [{name: 'app-version', value: name}];
		return {
			group: services.group,
			kind: services.kind,
			name,
			port: portOf(release, version),
			filters: [{type: 'ResponseHeaderModifier', responseHeaderModifier: {add}}],
		};
	});
}

function appPort(release: Release): number {
	return release.values.port('port') ?? 80;
}
