import type {Request} from './ask.ts';
import {decidesByPath, versionNames, type AppCase} from './setups.ts';

/** What must become of a request, told from what a user is promised and not from the routes. */
export interface Expected {
	/** The versions that may answer. */
	readonly versions: readonly string[];
	/** The versions that get a copy. */
	readonly copies: readonly string[];
	/** The Host that a version gets. */
	readonly host: (version: string) => string;
	/** The path that a version gets, with its query. */
	readonly path: (version: string) => string;
	/** The headers that a version gets, besides those that a proxy adds. */
	readonly headers: Readonly<Record<string, string>>;
}

export function expectedOf(appCase: AppCase, request: Request): Expected {
	const {setup, app, weights} = appCase;
	const {appType, namespace} = setup;
	const first = Math.max(
		0,
		weights.findIndex(weight => weight > 0),
	);
	const copied =
		app.strategy === 'mirror' ? versionNames.filter((_, index) => index > first && isUp(weights, index)) : [];
	return {
		versions: versionsFor(appCase, request, first).map(index => versionNames[index] ?? ''),
		copies: copied,
		host: version =>
			appType === 'kserve-knative'
				? `${version}-predictor.${namespace}.svc.cluster.local`
				: isSplitFirst(appCase, request)
					? `${app.name}.${namespace}`
					: request.host,
		path: version => pathFor(appCase, version, request.path),
		headers: isTwice(appCase) ? withoutBranch(request.headers) : request.headers,
	};
}

function isUp(weights: readonly number[], index: number): boolean {
	return (weights[index] ?? 0) > 0;
}

/** Whether requests pass the gateway twice: where versions differ in what only a rule can set. */
export function isTwice({setup, app}: AppCase): boolean {
	const {appType, mesh, shared} = setup;
	if (app.strategy !== 'blue-green' || appType === 'deployment') return false;
	return shared === undefined || (mesh === 'gateway-api' && appType === 'kserve-knative');
}

/** Whether a first pass chooses the version, not the client by the header that it would set. */
function isSplitFirst(appCase: AppCase, request: Request): boolean {
	return isTwice(appCase) && !isUp(appCase.weights, branchOf(request));
}

function branchOf({headers}: Request): number {
	return versionNames.findIndex(name => name === headers['iter8-branch']);
}

function withoutBranch(headers: Request['headers']): Request['headers'] {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'iter8-branch'));
}

function versionsFor(appCase: AppCase, request: Request, first: number): readonly number[] {
	const {setup, app, weights} = appCase;
	if (app.strategy === 'canary') {
		const second = isUp(weights, 1) && request.headers['traffic'] === 'test';
		const third = isUp(weights, 2) && isForThird(request, decidesByPath(setup));
		if (second && third) return setup.mesh === 'gateway-api' && isMoreSpecific(request) ? [2] : [1];
		return [second ? 1 : third ? 2 : first];
	}

	if (app.strategy !== 'blue-green') return [first];
	if (isTwice(appCase) && !isSplitFirst(appCase, request)) return [branchOf(request)];
	const open = weights.flatMap((weight, index) => (weight > 0 ? [index] : []));
	return open.length === 0 ? [0] : open;
}

/** Of an HTTPRoute's clauses one with a path or a method goes before one with a header alone (Gateway API, HTTPRouteRule). */
function isMoreSpecific({headers, path, method}: Request): boolean {
	return isUserOfThird(headers, method) || isPathOfThird(path);
}

function isForThird({headers, path, method}: Request, byPath: boolean): boolean {
	const {traffic = ''} = headers;
	const [, query = ''] = path.split('?');
	return (
		traffic.startsWith('beta-') ||
		isUserOfThird(headers, method) ||
		query.split('&').includes('version=2') ||
		((byPath || traffic === 'path') && isPathOfThird(path))
	);
}

function isUserOfThird({'x-user': user = ''}: Request['headers'], method: string): boolean {
	return /^u[0-9]+$/.test(user) && method === 'POST';
}

function isPathOfThird(path: string): boolean {
	const [bare = ''] = path.split('?');
	return bare === '/v2/models/wisdom-2/infer' || bare.startsWith('/preview/');
}

/** `/` stands for infer, and the app's name in paths of the protocols is the version's model name; all else stays. */
function pathFor({setup, app}: AppCase, version: string, path: string): string {
	if (setup.appType === 'deployment') return path;
	const model = app.modelName ?? version;
	const [bare = '', ...query] = path.split(/(?=\?)/);
	const rest = query.join('');
	if (bare === '/') return `/v2/models/${model}/infer${rest}`;
	const segments = bare.split('/');
	const [, protocol = '', models, last = ''] = segments;
	if (!['v1', 'v2'].includes(protocol) || models !== 'models') return path;
	const [name = '', ...verb] = last.split(':');
	if (name !== app.name) return path;
	return ['', protocol, models, [model, ...verb].join(':'), ...segments.slice(4)].join('/') + rest;
}
