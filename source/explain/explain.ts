import type {AppInfo, RouteInfo} from '../info/app.ts';
import {knownRoutemap} from '../info/known-routemap.ts';
import {acceptanceRefusal, routeRejection} from '../info/route-refusal.ts';
import type {Snapshot} from '../info/snapshot.ts';
import {stateContext, statesOf} from '../info/states/states-of.ts';
import {routeObject} from '../info/version-object.ts';
import {hostToAsk} from '../mesh/host.ts';
import {routingTableOf} from '../mesh/named-listeners.ts';
import {routeOf} from '../mesh/route-of.ts';
import {describeReference} from '../mesh/routing-table.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import {asFarAsServed, doubtsAbout} from './doubts.ts';
import type {ExplainedRequest, ExplainedRoute, ExplainedVersion, Explanation, Outcome} from './explanation.ts';
import {follow} from './follow.ts';
import {inDoubt} from './in-doubt.ts';
import {versionReason} from './version-reason.ts';
import {weightOrigin} from './weight-origin.ts';

/** A request to ask about; without a host it is sent to the app's own. */
export type Question = Omit<ExplainedRequest, 'host'> & {readonly host?: string | undefined};

/** Where a request to an app goes by its live routes, with every chance that it has, and why it goes nowhere else. Never throws. */
export function explain(snapshot: Snapshot, app: AppInfo, question: Question, now: Date): Explanation {
	const live = app.routes.flatMap(route => routeObject(snapshot, app, route) ?? []);
	const request = {...question, host: question.host ?? appHost(app, live)};
	const outcomes = follow({table: routingTableOf(live), versions: app.versions}, request).map(found => {
		const outcome = inDoubt(found, doubtsOf(found, live), refusalsOf(found, live));
		return {
			...asFarAsServed(outcome, app.versions),
			doubts: doubtsAbout(outcome, app.versions),
		};
	});
	return {
		app: app.name,
		namespace: app.namespace,
		request,
		outcomes,
		versions: explainVersions(snapshot, app, outcomes, now),
		routes: app.routes.map(route => explainRoute(route, app)),
		states: statesOf(app, stateContext(snapshot, now)),
	};
}

/** What is not followed of the routes that a request passed, besides their rules; of all where none took it. */
function doubtsOf({passes}: Outcome, live: readonly KubeObject[]): readonly string[] {
	const passed = new Set(passes.map(({route}) => describeReference(route)));
	return live
		.filter(object => passed.size === 0 || passed.has(titleOf(object)))
		.flatMap(object => {
			const route = routeOf(object);
			if (!route) return [titleOf(object)];
			return (route.unfollowed ?? []).map(path => `${path} of ${titleOf(object)}`);
		});
}

/**
 * Why the gateways do not follow live routes as they are: a rejected one holds up all changes, and one that is not accepted only
 * leaves the requests that it would take to others.
 */
function refusalsOf({passes}: Outcome, live: readonly KubeObject[]): readonly string[] {
	const passed = new Set(passes.map(({route}) => describeReference(route)));
	return live.flatMap(route => {
		const said = [passed.has(titleOf(route)) ? acceptanceRefusal(route) : undefined, routeRejection(route)];
		return said.flatMap(why => (why === undefined ? [] : [`${route.kind} ${route.metadata.name}: ${why}`]));
	});
}

/** The first host of the live routes that is no pattern, else that of the app's Service. */
function appHost({name, namespace}: Pick<AppInfo, 'name' | 'namespace'>, routes: readonly KubeObject[]): string {
	const hosts = routes.flatMap(route => routeOf(route)?.hosts ?? []);
	return hostToAsk(hosts, namespace) ?? `${name}.${namespace}`;
}

function explainVersions(
	snapshot: Snapshot,
	app: AppInfo,
	outcomes: readonly Outcome[],
	now: Date,
): readonly ExplainedVersion[] {
	const configMap = snapshot.routemaps.find(
		({metadata}) => metadata.name === app.routemap && (metadata.namespace ?? 'default') === app.namespace,
	);
	const {types} = snapshot.settingsIn(app.namespace);
	const known = configMap && knownRoutemap(configMap);
	const versions = known && 'routemap' in known ? known.routemap.versions : [];
	return app.versions.map((version, index) => {
		const own = versions[index];
		const origin = own ? weightOrigin(own, snapshot.applications, types) : '';
		const probability = sum(outcomes.filter(outcome => outcome.version === version.title));
		return {
			name: version.title,
			role: version.role,
			weight: version.weight,
			probability,
			why: versionReason(version, {probability, origin, outcomes, now}),
		};
	});
}

/** Chances are quotients of whole numbers, whose sum may miss 1 by a rounding. */
function sum(outcomes: readonly Outcome[]): number {
	return Number(outcomes.reduce((total, {probability}) => total + probability, 0).toFixed(12));
}

function explainRoute({kind, name, template, exists, isInForce}: RouteInfo, {routemap}: AppInfo): ExplainedRoute {
	const wanted = `what routing template ${template} of ${routemap} renders now`;
	const lag = exists ? `${kind} ${name} is not yet ${wanted}` : `${kind} ${name} does not exist yet`;
	return {kind, name, isInForce, lag: isInForce ? '' : lag};
}
