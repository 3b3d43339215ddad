import type {KubeObject} from '../../objects/object.ts';
import {Only} from '../../routing/template-text.ts';
import {modelMeshEntry} from '../app-host.ts';
import {someCandidateHasWeight, virtualService, weightAt, whileServing, withWeight} from '../istio-route.ts';
import type {Release} from './values.ts';
import {modelMeshServiceOf} from './version-objects.ts';
import {releasedRoutemap, releasedWeightConfigs} from './versions.ts';

/** Chart `release`, environment `kserve-modelmesh-istio`: ModelMesh takes the model from the header `mm-vmodel-id`. */
export function releasedModelMesh(release: Release): readonly KubeObject[] {
	const {strategy, service} = release;
	const versions = release.versions.map(version => modelMeshServiceOf(release, version));
	return [
		...versions,
		...(strategy === 'none' ? [] : [modelMeshEntry(release, service.port)]),
		...releasedWeightConfigs(release),
		releasedRoutemap(
			release,
			versions.map(object => [['isvc', object]]),
			{
				hasWeights: strategy === 'blue-green',
				route: strategy === 'none' ? undefined : {gvrShort: 'vs', object: routeOf(release, versions)},
			},
		),
	];
}

function routeOf(release: Release, objects: readonly KubeObject[]): KubeObject {
	const {gateways, service, strategy} = release;
	const names = objects.map(({metadata}) => metadata.name);
	const destinations = names.map((name, index) => ({
		destination: {host: service.host, port: {number: service.port}},
		headers: {
			request: {set: {'mm-vmodel-id': name}, ...(index === 0 ? {remove: ['branch']} : {})},
			response: {add: {'app-version': name}},
		},
	}));
	const [primary = {}, ...candidates] = destinations;
	if (strategy === 'canary') {
		const rules = candidates.map((candidate, index) => ({
			match: release.versions[index + 1]?.clauses,
			route: [candidate],
		}));
		return virtualService(release, gateways, [...whileServing(rules), {name: names[0], route: [primary]}]);
	}

	const weighted = candidates.map((candidate, index) => withWeight(candidate, weightAt(index + 1)));
	const first =
		weighted.length === 0 ? primary : withWeight(primary, new Only(someCandidateHasWeight(release), weightAt(0)));
	return virtualService(release, gateways, [{route: [first, ...weighted]}]);
}
