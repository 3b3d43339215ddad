import {listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {componentsOf, hasRevisions} from './components.ts';
import {deploymentMode} from './deployment-mode.ts';

/**
 * The percentage of a predictor that asks KServe to split requests between its newest revision and the one before; undefined for
 * none, and for 100, which splits nothing.
 */
export function canaryPercent(object: KubeObject): number | undefined {
	const percent = numberAt(object, 'spec', 'predictor', 'canaryTrafficPercent');
	return percent === 100 ? undefined : percent;
}

/** The same, where KServe heeds it: in Knative mode, which an InferenceService that tells of none may have. */
export function splitPercent(object: KubeObject): number | undefined {
	const mode = deploymentMode(object);
	return mode === undefined || mode === 'Knative' ? canaryPercent(object) : undefined;
}

/**
 * The percentage of requests that the newest ready revision of an InferenceService gets, of the component that gets least; 100
 * where there are no revisions to split between (KServe, `status.components.*.traffic`).
 */
export function newestShare(object: KubeObject): number {
	const shares = componentsOf(object)
		.filter(hasRevisions)
		.flatMap(({status}) => {
			const newest = stringAt(status, 'latestReadyRevision');
			const traffic = listAt(status, 'traffic');
			if (newest === undefined || traffic.length === 0) return [];
			const own = traffic.filter(target => stringAt(target, 'revisionName') === newest);
			return [own.reduce<number>((sum, target) => sum + (numberAt(target, 'percent') ?? 0), 0)];
		});
	return shares.reduce((least, share) => Math.min(least, share), 100);
}
