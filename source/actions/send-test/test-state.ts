import {follow} from '../../explain/follow.ts';
import {knownRoutemap} from '../../info/known-routemap.ts';
import type {Weight} from '../../load/split.ts';
import {routingTableOf} from '../../mesh/named-listeners.ts';
import {routeOf} from '../../mesh/route-of.ts';
import {ruleFor, type Rule} from '../../mesh/route.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {noPrimaryWords, readApp, type AppState} from '../../runner/app-state.ts';

/** The app that is tested; undefined where it is not known, as to one who may not read routemaps. */
export async function testState(context: ActionContext, app: string): Promise<AppState | undefined> {
	try {
		return await readApp(context, app);
	} catch {
		return undefined;
	}
}

/** Why no version of an app can answer; undefined when one can. */
export function nobodyServes(app: AppState): string | undefined {
	const {name, versions} = app;
	if (versions.some(({availability}) => availability.isAvailable)) return undefined;
	if (!versions[0]?.object) return noPrimaryWords(app);
	return `no version of ${name} can take requests: ${versions[0].availability.reason}`;
}

/** What an app's routes are asked. */
interface Asked {
	readonly host: string;
	readonly path: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
}

/** The rules that would take an inference if every version served: one of each route that the app has. */
export function rulesFor(app: AppState, {host, path, headers}: Asked): readonly Rule[] {
	const weights = app.versions.map(() => 1);
	return renderedRoutes(app, weights).flatMap(object => {
		const route = routeOf(object);
		return (route && ruleFor(route, {method: 'POST', path, headers, host, scheme: 'http'})) ?? [];
	});
}

/**
 * How the app's routes split an inference between its versions now, by the `app-version` of the answers; undefined where that is
 * not known, or where others answer as well. Routes of two passes are followed to their end.
 */
export function expectedSplit(app: AppState, asked: Asked): readonly Weight[] | undefined {
	const {versions, weights} = app;
	const named = versions.map(({reference: {name, namespace}}) => ({name, namespace, title: name}));
	const table = routingTableOf(renderedRoutes(app, weights));
	const outcomes = follow({table, versions: named}, {method: 'POST', scheme: 'http', ...asked});
	const split = new Map<string, number>();
	for (const {kind, appVersion, probability, unfollowed} of outcomes) {
		if (kind !== 'version' || appVersion === undefined || unfollowed.length > 0) return undefined;
		split.set(appVersion, (split.get(appVersion) ?? 0) + probability);
	}

	return [...split].map(([version, weight]) => ({version, weight}));
}

function renderedRoutes({configMap, claim}: AppState, weights: readonly number[]): readonly KubeObject[] {
	const known = knownRoutemap(configMap);
	if ('error' in known) return [];
	return known.render(weights, claim.types).flatMap(each => ('object' in each ? [each.object] : []));
}

/** The candidate that alone answers under one of these rules; undefined where none does. */
export function intendedCandidate({versions}: AppState, rules: readonly Rule[]): string | undefined {
	const answerers = rules.flatMap(({destinations}) => {
		const [only, ...others] = destinations.filter(({weight}) => weight > 0);
		return only?.version === undefined || others.length > 0 ? [] : [only.version];
	});
	return versions.slice(1).find(({reference}) => answerers.includes(reference.name))?.reference.name;
}
