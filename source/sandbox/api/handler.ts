import type {IncomingMessage, ServerResponse} from 'node:http';
import {send, sendError, sendText, type Answer} from './answer.ts';
import {decoded, mediaTypeOf, readBody, unrecognized} from './body.ts';
import type {Call} from './call.ts';
import {deleteCollection, deleteObject} from './deletions.ts';
import {discover} from './discovery.ts';
import {formOf, type Form} from './negotiation.ts';
import {createObject, patchObject, replaceObject, type Written} from './object-writes.ts';
import {openApi} from './openapi.ts';
import {sendPodLog, type PodLog} from './pod-log.ts';
import {getObject, listObjects, objectAnswer} from './reads.ts';
import {urlOf} from './request-url.ts';
import {review, reviewAt} from './reviews.ts';
import {badRequest, methodNotAllowed, notSupported} from './status-error.ts';
import type {Store} from './store.ts';
import {targetOf, type Target} from './target.ts';
import {refusePath, refuseTarget, userOf} from './user.ts';
import {watchObjects} from './watches.ts';
import type {Writes} from './writes.ts';

interface HandlerOptions {
	readonly store: Store;
	readonly writes: Writes;
	readonly token: string;
	/** Answers `pods/log`. */
	readonly podLog: PodLog;
	/** Ends the watches. */
	readonly ending: AbortSignal;
}

/** Answers the requests of the API, those that upgrade to a stream excepted. */
export function createHandler(options: HandlerOptions): (request: IncomingMessage, response: ServerResponse) => void {
	return (request, response) => {
		handle(options, request, response).catch((error: unknown) => sendError(request, response, error));
	};
}

async function handle(options: HandlerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const {pathname, searchParams: query} = urlOf(request);
	const user = userOf(request, options.token);
	const asked = reviewAt(pathname);
	if (asked && request.method === 'POST') {
		const text = await readBody(request);
		const body = decoded(text, mediaTypeOf(request), why => unrecognized(text, asked[1], why));
		return send(request, response, review(asked, body, user), formOf(request.headers.accept));
	}

	const target = targetOf(pathname);
	if (!target) {
		refusePath(user, pathname, request.method ?? 'GET');
		return answerPath(pathname, request, response);
	}

	const verb = verbOf(request.method ?? 'GET', target, query);
	refuseTarget(user, verb, target);
	const form = formOf(request.headers.accept);
	if (verb === 'watch') return watchObjects(options.store, target, query, form, response, options.ending);
	if (verb === 'get' && target.subresource === 'log')
		return sendPodLog(options, target, query, response, options.ending);
	const call = {request, query, body: await readBody(request), mediaType: mediaTypeOf(request), warnings: []};
	const answer = answerOf(options, verb, target, call, form);
	if (call.warnings.length > 0) response.setHeader('Warning', warningsOf(call));
	send(request, response, answer, form);
}

/** Warnings as kubectl prints them (RFC 7234, warn code 299). */
function warningsOf({warnings}: Call): readonly string[] {
	return warnings.map(text => `299 - ${JSON.stringify(text)}`);
}

/** What a request does to its target, in the words of RBAC. Throws MethodNotAllowed. */
function verbOf(method: string, target: Target, query: URLSearchParams): string {
	const {kind, name, namespace, subresource} = target;
	if (name === undefined) {
		const isWatch = target.isWatch === true || !['', '0', 'false'].includes(query.get('watch') ?? '');
		if (method === 'GET') return isWatch ? 'watch' : 'list';
		const isPlaced = !kind.namespaced || namespace !== undefined;
		if (method === 'POST' && isPlaced) return 'create';
		if (method === 'DELETE' && isPlaced && kind.plural !== 'namespaces') return 'deletecollection';
		throw methodNotAllowed();
	}

	const verbs: Readonly<Record<string, string>> = {GET: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete'};
	const verb = verbs[method];
	if (subresource !== undefined && verb === 'delete') throw notSupported(verb, kind);
	if (verb === undefined) throw methodNotAllowed();
	return verb;
}

function answerOf({store, writes}: HandlerOptions, verb: string, target: Target, call: Call, form: Form): Answer {
	if (target.subresource !== undefined && target.subresource !== 'status') {
		getObject(store, target, call.query, form);
		throw badRequest('Upgrade request required');
	}

	const stored = ({object, isNew}: Written): Answer =>
		objectAnswer(store, target, object, call.query, form, isNew ? 201 : 200);
	switch (verb) {
		case 'get':
			return getObject(store, target, call.query, form);
		case 'list':
			return listObjects(store, target, call.query, form);
		case 'create':
			return stored(createObject(writes, target, call));
		case 'update':
			return stored(replaceObject(store, writes, target, call));
		case 'patch':
			return stored(patchObject(store, writes, target, call));
		case 'delete':
			return deleteObject(store, writes, target, call, form);
		default:
			return deleteCollection(store, writes, target, call, form);
	}
}

/** Health, version, discovery and schemas. */
function answerPath(path: string, request: IncomingMessage, response: ServerResponse): void {
	if (/^\/(healthz|livez|readyz)\/?$/.test(path)) return sendText(response, 200, 'ok');
	const answer =
		path === '/version'
			? {code: 200, value: versionInfo}
			: (discover(path, request.headers.accept ?? '', request.headers.host ?? '') ?? openApi(path));
	if (answer) send(request, response, answer);
	else sendText(response, 404, '404 page not found\n');
}

/** What `/version` tells: the release of Kubernetes that this server answers as. */
const versionInfo = {
	major: '1',
	minor: '36',
	gitVersion: 'v1.36.1-sandbox',
	gitCommit: '',
	gitTreeState: '',
	buildDate: '1970-01-01T00:00:00Z',
	goVersion: '',
	compiler: '',
	platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
};
