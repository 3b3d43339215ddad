import {listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {componentsOf, hasRevisions} from './components.ts';
import {deploymentMode} from './deployment-mode.ts';

const components = ['predictor', 'transformer', 'explainer'];

/**
 * The percentage by which KServe is asked to split requests between the newest revision and the one before, of the component that is
 * to give its newest least; undefined for none, and for 100, which splits nothing.
 */
export function canaryPercent(object: KubeObject): number | undefined {
	const percents = components.map(each => numberAt(object, 'spec', each, 'canaryTrafficPercent') ?? 100);
	const least = Math.min(...percents);
	return least === 100 ? undefined : least;
}

/** The same, where KServe heeds it: in Knative mode, which an InferenceService that tells of none may have. */
export function splitPercent(object: KubeObject): number | undefined {
	const mode = deploymentMode(object);
	return mode === undefined || mode === 'Knative' ? canaryPercent(object) : undefined;
}

/** The further predictors that share an InferenceService's requests (`spec.canary`, KServe 0.20, in Standard mode only), by their names. */
export function canaryPredictors(object: KubeObject): readonly string[] {
	return listAt(object, 'spec', 'canary').map(canary => stringAt(canary, 'predictor', 'name') ?? '');
}

/** Why an InferenceService that is put in another's place would not serve alone: KServe would split its requests as well. */
export function splitFault(object: KubeObject): string | undefined {
	const percent = splitPercent(object);
	if (percent !== undefined)
		return `its canaryTrafficPercent has KServe send ${percent} % of the requests to its newest spec; take it out`;
	const [canary] = canaryPredictors(object);
	if (canary === undefined) return undefined;
	return `its spec.canary has KServe send a part of the requests to another predictor (${canary}); take it out`;
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
