import {describeClass, percent} from '../../mesh/describe.ts';
import {joinedRoutes} from '../../mesh/joined-routes.ts';
import {requestClasses} from '../../mesh/request-classes.ts';
import type {KubeObject} from '../../objects/object.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import type {AppState} from '../../runner/app-state.ts';
import {weightsOf} from '../../runner/weights/weight-place.ts';
import {weightingOf, type Weighting} from '../../runner/weights/weighted-versions.ts';

/**
 * Which requests a candidate gets while it is ready, beside the versions that serve now and those that are on their way, in a
 * sentence; undefined where that is not known.
 */
export function shareWords(
	context: Pick<ActionContext, 'types'>,
	app: AppState,
	candidate: string,
): string | undefined {
	const index = app.versions.findIndex(({reference}) => reference.name === candidate);
	if (index < 1) return undefined;
	try {
		const weighting = weightingOf(app.routemap, context.types);
		const requests = weighting.indices.includes(index)
			? weightedWords(context, app, weighting, index)
			: matchedWords(context, app, candidate);
		return requests && `${candidate} gets ${requests}`;
	} catch {
		return undefined;
	}
}

function weightedWords(
	context: Pick<ActionContext, 'types'>,
	app: AppState,
	{indices, isMirror}: Weighting,
	index: number,
): string {
	const weights = weightsOf(context, app);
	const own = weights[index] ?? 0;
	if (own === 0)
		return `no requests, as its weight is 0: change that with "kubectl iter8 weights ${app.name} -n ${app.claim.namespace}"`;
	if (isMirror) return `copies of ${percent(own / 100)} of the requests while it is ready`;
	const others = indices.filter(each => each !== index && (weights[each] ?? 0) > 0);
	const serving = others.filter(each => app.versions[each]?.availability.isAvailable);
	const coming = others.filter(each => !serving.includes(each) && isToCome(app.versions[each]?.object));
	const share = (rest: readonly number[]): string =>
		percent(own / rest.reduce((total, each) => total + (weights[each] ?? 0), own));
	const names = coming.map(each => app.versions[each]?.reference.name).join(' and ');
	const until =
		coming.length === 0 ? '' : `, ${share(serving)} until ${names} ${coming.length === 1 ? 'is' : 'are'} ready as well`;
	return `${share([...serving, ...coming])} of the requests while it is ready${until}`;
}

/** Whether a version that is not ready may get ready: one that is being deleted does not. */
function isToCome(object: KubeObject | undefined): boolean {
	return object !== undefined && object.metadata.deletionTimestamp === undefined;
}

function matchedWords({types}: Pick<ActionContext, 'types'>, app: AppState, candidate: string): string | undefined {
	const weights = app.versions.map(() => 1);
	const objects = permittedRoutes(app.routemap, weights, types).flatMap(route =>
		'object' in route ? [route.object] : [],
	);
	const words = joinedRoutes(objects).flatMap(route =>
		(route ? requestClasses(route) : []).flatMap((each, index) => {
			const [only, ...others] = each.parts;
			const isOwn = only?.version === candidate && others.length === 0 && each.matches.length > 0;
			return isOwn ? [describeClass(each, index === 0)] : [];
		}),
	);
	return words.length === 0 ? undefined : `the requests with ${words.join(' or ')} while it is ready`;
}
