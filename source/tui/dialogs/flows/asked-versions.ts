import {askedOf, wayWords, type AskedVersion} from '../../../actions/send-test/asked-version.ts';
import {endpointOfVersion} from '../../../inference/endpoint.ts';
import type {AppInfo} from '../../../info/app.ts';
import {routeObject} from '../../../info/version-object.ts';
import {httpRoutes, virtualServices} from '../../../objects/resource.ts';
import {valueOf, type Values} from '../form/field.ts';
import type {AppSubject} from './subject.ts';

/** What a test can ask, in words, each with the candidate that is asked beside the primary; undefined for the app itself. */
export type Choices = ReadonlyMap<string, string | undefined>;

/** What can be asked of an app: a candidate that is ready is offered first. */
export function choicesOf(info: AppInfo): Choices {
	return new Map([
		...comparable(info).map(name => [`${primaryName(info)} and ${name}, side by side`, name] as const),
		[`${info.name}, as its clients do`, undefined] as const,
	]);
}

/** Candidates that can be asked the same as the primary: both are ready. */
export function comparable({versions: [primary, ...candidates]}: AppInfo): readonly string[] {
	return primary?.isAvailable ? candidates.filter(({isAvailable}) => isAvailable).map(({name}) => name) : [];
}

export function primaryName({versions}: AppInfo): string {
	return versions[0]?.name ?? '';
}

/** The candidate that is to be asked beside the primary; undefined for the app itself. */
export function chosen(choices: Choices, values: Values): string | undefined {
	return choices.get(valueOf(values, 'asked'));
}

/** By what the primary and a candidate are asked for a path of the app, as the live route is. */
export function askedWays(
	{info, snapshot}: AppSubject,
	candidate: string,
	path: string | undefined,
): readonly AskedVersion[] {
	const routes = info.routes.map(route => snapshot && routeObject(snapshot, info, route));
	const {name: app, namespace, versions} = info;
	const options = {
		app,
		namespace,
		versions,
		path,
		virtualService: routes.find(route => route?.kind === virtualServices.kind),
		httpRoute: routes.find(route => route?.kind === httpRoutes.kind),
	};
	return [primaryName(info), candidate].map(version => askedOf(version, endpointOfVersion(options, version)));
}

/** By what a version is asked, in a sentence. */
export function askedWords(asked: AskedVersion, app: string): string {
	const {version, way} = asked;
	if (way === 'direct') {
		return `no request to ${app} reaches ${version} alone: it is asked past the route, by ${wayWords(asked)}, if the gateway has that`;
	}

	return way === 'route' ? `${version} is asked as clients ask ${app}` : `${version} is asked by ${wayWords(asked)}`;
}
