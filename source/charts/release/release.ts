import type {KubeObject} from '../../objects/object.ts';
import {releasedDeployment} from './deployment.ts';
import {releasedGateway} from './gateway.ts';
import {releasedIstio} from './istio.ts';
import {releasedKServe} from './kserve.ts';
import {releasedModelMesh} from './modelmesh.ts';
import {readRelease, type Release} from './values.ts';

/**
 * The objects that Iter8's chart `release` makes of values, in an order in which they can be created: the versions, what their
 * route needs, the routemap. Throws an Error that names the faulty key.
 */
export function release(
	values: unknown,
	options: {readonly release?: string | undefined; readonly namespace: string},
): readonly KubeObject[] {
	return objectsOf(readRelease(values, options));
}

function objectsOf(release: Release): readonly KubeObject[] {
	switch (release.environment) {
		case 'deployment':
			return releasedDeployment(release);
		case 'deployment-gtw':
			return releasedGateway(release);
		case 'deployment-istio':
			return releasedIstio(release);
		case 'kserve-modelmesh-istio':
			return releasedModelMesh(release);
		default:
			return releasedKServe(release);
	}
}
