import type {KubeObject} from '../../objects/object.ts';
import {serviceHost} from '../../routing/reach.ts';
import {Choice, Only} from '../../routing/template-text.ts';
import {externalNameService, ingressGateway} from '../app-host.ts';
import {
	hasWeight,
	someCandidateHasWeight,
	split,
	virtualService,
	weightAt,
	whileServing,
	withWeight,
	type Part,
} from '../istio-route.ts';
import {deploymentObjects} from './deployment.ts';
import type {Release} from './values.ts';
import {portOf, serviceOf} from './version-objects.ts';
import {reached} from './versions.ts';

/** Chart `release`, environment `deployment-istio`: Deployments behind a VirtualService. */
export function releasedIstio(release: Release): readonly KubeObject[] {
	return deploymentObjects(release, [externalNameService(release, ingressGateway)], routeOf(release));
}

function routeOf(release: Release): {gvrShort: string; object: KubeObject} | undefined {
	if (release.strategy === 'none') return undefined;
	return {gvrShort: 'vs', object: virtualService(release, release.gateways, rulesOf(release))};
}

function rulesOf(release: Release): readonly unknown[] {
	const versions = release.versions.map(version => reached(version, serviceOf(release, version)));
	const destinations = versions.map((version, index) => ({
		destination: {
			host: serviceHost(version.name, version.namespace),
			port: {number: portOf(release, release.versions[index] ?? version)},
		},
		headers: {response: {add: {'app-version': version.name}}},
	}));
	switch (release.strategy) {
		case 'blue-green':
			return [{name: release.name, route: split(destinations, someCandidateHasWeight(release))}];
		case 'mirror':
			return [mirrorRule(release, destinations)];
		default: {
			const rules = versions.map(({name}, index) => ({name, route: destinations.slice(index, index + 1)}));
			const candidates = rules
				.slice(1)
				.map(({name, route}, index) => ({name, match: versions[index + 1]?.clauses, route}));
			return [...whileServing(candidates), ...rules.slice(0, 1)];
		}
	}
}

/** All requests go to the primary; each candidate gets copies of a percentage of them. */
function mirrorRule(release: Release, [primary = {}, ...candidates]: readonly Part[]): Part {
	const {name} = release;
	if (candidates.length === 0) return {name, route: [primary]};
	const route = [withWeight(primary, new Only(someCandidateHasWeight(release), weightAt(0)))];
	const copies = candidates.map(({destination}) => destination);
	if (copies.length === 1) {
		return {
			name,
			route,
			mirror: new Only(hasWeight(1), copies[0]),
			mirrorPercentage: new Only(hasWeight(1), {value: weightAt(1)}),
		};
	}

	const mirrors = copies.map((destination, index) => {
		const mirror = {destination, percentage: {value: weightAt(index + 1)}};
		return new Choice([{when: hasWeight(index + 1), items: [mirror]}]);
	});
	return {name, route, mirrors: new Only(someCandidateHasWeight(release), mirrors)};
}
