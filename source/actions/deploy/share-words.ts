import {describeClass, percent} from '../../mesh/describe.ts';
import {joinedRoutes} from '../../mesh/joined-routes.ts';
import {requestClasses} from '../../mesh/request-classes.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import type {AppState} from '../../runner/app-state.ts';
import {weightsOf} from '../../runner/weights/weight-place.ts';
import {weightingOf, type Weighting} from '../../runner/weights/weighted-versions.ts';

/**
 * Which requests a candidate gets while it is ready, beside the versions that serve now, in a sentence; undefined where that is
 * not known.
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
	const sharing = indices.filter(each => each === index || app.versions[each]?.availability.isAvailable);
	const sum = sharing.reduce((total, each) => total + (weights[each] ?? 0), 0);
	const share = percent(isMirror ? own / 100 : own / sum);
	return `${isMirror ? 'copies of ' : ''}${share} of the requests while it is ready`;
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
