import type {IncomingMessage} from 'node:http';
import {ConnectionError} from '../objects/cluster.ts';
import {isRecord, stringAt} from '../objects/object.ts';

const mostLocation = 200;
const advice =
	'look whether this is the address of a Kubernetes API server, and whether a login is needed on the way to it';

/**
 * The error of an answer that no API server gives: a redirect, as to a login, another protocol, or a web page. Undefined for any
 * other, whatever its code. What could be secret in a Location, name, password and query, is not told.
 */
export function notAnApi(answer: IncomingMessage, server: string): ConnectionError | undefined {
	const {statusCode = 0, headers} = answer;
	if (statusCode === 101) return notApiServer(server, 'it changes to another protocol (HTTP 101)');
	if (statusCode >= 300 && statusCode < 400) {
		const to = placeOf(headers.location, server);
		return notApiServer(server, `it redirects ${to === undefined ? 'elsewhere' : `to ${to}`} (HTTP ${statusCode})`);
	}

	const isPage = /^(?:text\/html|application\/xhtml\+xml)\b/i.test(headers['content-type'] ?? '');
	const isAnswer = statusCode >= 200 && statusCode < 300;
	return isPage && isAnswer ? notApiServer(server, 'it answers with a web page') : undefined;
}

/** The error of an answer of 2xx whose body is no object of Kubernetes, and no list; undefined when it is. */
export function noObject(body: unknown, server: string): ConnectionError | undefined {
	const hasType = stringAt(body, 'kind') !== undefined && stringAt(body, 'apiVersion') !== undefined;
	const hasParts = isRecord(body) && (isRecord(body['metadata']) || Array.isArray(body['items']));
	return hasType || hasParts
		? undefined
		: notApiServer(server, 'it answers with something that is no Kubernetes object');
}

/** The error of an answer of 2xx that is not even JSON. */
export function noJson(body: string, server: string): ConnectionError {
	const isPage = /^\s*<(?:!doctype|html|head|body)\b/i.test(body);
	return notApiServer(server, isPage ? 'it answers with a web page' : 'it answers with something that is no JSON');
}

function notApiServer(server: string, why: string): ConnectionError {
	return new ConnectionError(`${new URL(server).host} is not an API server: ${why}; ${advice}`);
}

function placeOf(location: string | undefined, server: string): string | undefined {
	const url = location === undefined ? null : URL.parse(location, server);
	if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
	const place = `${url.protocol}//${url.host}${url.pathname}`;
	return place.length <= mostLocation ? place : `${place.slice(0, mostLocation)}…`;
}
