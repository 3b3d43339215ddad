import {isDeepStrictEqual} from 'node:util';
import {explain} from '../../../source/explain/explain.ts';
import type {Explanation, Outcome} from '../../../source/explain/explanation.ts';
import {describeApps} from '../../../source/info/describe-apps.ts';
import {fetchSnapshot} from '../../../source/snapshot/fetch-snapshot.ts';
import {ask, type Request} from './ask.ts';
import type {Seen} from './echo-servers.ts';
import {expectedOf} from './expected.ts';
import type {AppCase} from './setups.ts';
import type {Stand} from './stand.ts';

/** What `kubectl iter8 explain` says of a request to an app. */
export type Explain = (appCase: AppCase, request: Request) => Explanation;

/** Reads the cluster as `explain` does, once for all questions. */
export async function explainer({cluster}: Pick<Stand, 'cluster'>): Promise<Explain> {
	const now = new Date();
	const snapshot = await fetchSnapshot(cluster, {namespace: undefined}, new AbortController().signal);
	const apps = new Map(describeApps(snapshot, now).map(app => [`${app.namespace}/${app.name}`, app]));
	return ({app}, request) => {
		const info = apps.get(`${app.namespace}/${app.name}`);
		if (!info) throw new Error(`there is no app ${app.namespace}/${app.name}`);
		return explain(snapshot, info, request, now);
	};
}

/** Where a request ended, as its client and its version saw it. */
interface Landing {
	readonly status: number;
	/** All `app-version`s of the answer. */
	readonly appVersions: readonly string[];
	/** Address of the server that answered. */
	readonly at: string | undefined;
	readonly method: string | undefined;
	readonly host: string | undefined;
	readonly path: string | undefined;
	readonly headers: Readonly<Record<string, unknown>>;
}

/** A request that did not land where it must, or where `explain` says, with all three. */
export interface Miss {
	readonly id: string;
	readonly request: Request;
	readonly found: Landing;
	readonly wanted: Landing | undefined;
	readonly mayAnswer: readonly string[];
	readonly explained: readonly unknown[];
}

/** Sends a request; undefined when it lands where it must and where `explain` says. */
export async function missOf(
	stand: Stand,
	explained: Explain,
	appCase: AppCase,
	request: Request,
	id: string,
): Promise<Miss | undefined> {
	const {setup} = appCase;
	const {method} = request;
	const answer = await ask(stand.entranceOf(setup), {...request, headers: {...request.headers, 'x-exchange': id}});
	const seen = answer.status === 200 ? (JSON.parse(answer.body) as Seen) : undefined;
	const found: Landing = {
		status: answer.status,
		appVersions: answer.appVersions,
		at: seen?.at,
		method: seen?.method,
		host: seen?.host,
		path: seen?.path,
		headers: withoutAdded(seen?.headers ?? {}),
	};
	const expected = expectedOf(appCase, request);
	const version = expected.versions.find(each => each === answer.appVersions.join());
	const wanted = version !== undefined && {
		status: 200,
		appVersions: [version],
		at: stand.addressOf(setup, version),
		method,
		host: expected.host(version),
		path: expected.path(version),
		headers: expected.headers,
	};
	const {outcomes} = explained(appCase, request);
	const outcome = outcomes.find(each => each.version === version);
	const isRight = wanted && isDeepStrictEqual(found, wanted);
	const isExplained =
		outcome &&
		isDeepStrictEqual(sentBy(outcome), {appVersion: version, host: found.host, path: found.path}) &&
		isDeepStrictEqual(outcomes.flatMap(each => each.version ?? each.summary).toSorted(), expected.versions.toSorted());
	return isRight && isExplained
		? undefined
		: {
				id,
				request,
				found,
				wanted: wanted || undefined,
				mayAnswer: expected.versions,
				explained: outcomes.map(each => [each.summary, sentBy(each)]),
			};
}

function sentBy({appVersion, passes}: Outcome): unknown {
	const sent = passes.at(-1)?.sent;
	return {appVersion, host: sent?.host, path: sent?.path};
}

/** Headers that proxies add to every request, or that are of one connection. */
const added = /^(x-request-id|x-forwarded-.*|x-envoy-.*|connection|content-length|transfer-encoding)$/;

function withoutAdded(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !added.test(name)));
}
