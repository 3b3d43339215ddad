import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {sendJson, startServer, status, type Answer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const advice =
	'look whether this is the address of a Kubernetes API server, and whether a login is needed on the way to it';
const page = '<!DOCTYPE html><html><body>Log in</body></html>';

/** What is told of a server that answers everything like this, to each kind of question. */
async function told(answer: Answer): Promise<readonly string[]> {
	const {url} = await startServer(answer);
	const cluster = connect(connectionTo(url), {version: '0'});
	const watch = async () => {
		for await (const event of cluster.watch(configMaps, 'n', {resourceVersion: '1'})) void event;
	};
	const questions = [() => cluster.get(configMaps, 'n', 'a'), () => cluster.list(configMaps, 'n'), watch];
	return Promise.all(
		questions.map(async ask => {
			const error: unknown = await ask().then(
				() => undefined,
				(caught: unknown) => caught,
			);
			return error instanceof Error ? `${error.name}: ${error.message.replace(new URL(url).host, 'HOST')}` : 'nothing';
		}),
	);
}

function thrice(why: string): readonly string[] {
	return Array.from({length: 3}, () => `ConnectionError: HOST is not an API server: ${why}; ${advice}`);
}

describe('a get, a list and a watch tell of a server that', () => {
	it('answers with a login page', async () => {
		const answer: Answer = (_, response) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
		expect(await told(answer)).toEqual(thrice('it answers with a web page'));
	});

	it('changes to another protocol', async () => {
		const answer: Answer = (_, response) =>
			response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
		expect(await told(answer)).toEqual(thrice('it changes to another protocol (HTTP 101)'));
	});

	it.each<[number, string | undefined, string]>([
		[
			302,
			'https://joan:secret@login.test/oauth/start?state=secret#x',
			'it redirects to https://login.test/oauth/start (HTTP 302)',
		],
		[301, 'https://other.test', 'it redirects to https://other.test/ (HTTP 301)'],
		[307, '/login?next=%2Fapi', 'it redirects to http://HOST/login (HTTP 307)'],
		[308, `https://login.test/${'x'.repeat(500)}`, `it redirects to https://login.test/${'x'.repeat(181)}… (HTTP 308)`],
		[303, 'javascript:alert(1)', 'it redirects elsewhere (HTTP 303)'],
		[302, undefined, 'it redirects elsewhere (HTTP 302)'],
	])('redirects with %i to %s', async (code, location, why) => {
		const answer: Answer = (_, response) =>
			response.writeHead(code, location === undefined ? {} : {Location: location}).end(page);
		const lines = (await told(answer)).map(line => line.replace(/http:\/\/127\.0\.0\.1:\d+/, 'http://HOST'));
		expect(lines).toEqual(thrice(why));
	});
});

it.each<[string, string, string]>([
	['another object', '{"login":"needed"}', 'it answers with something that is no Kubernetes object'],
	['a list', '[]', 'it answers with something that is no Kubernetes object'],
	['a text', '"ok"', 'it answers with something that is no Kubernetes object'],
	['nothing', '', 'it answers with something that is no JSON'],
	['a word', 'ok', 'it answers with something that is no JSON'],
	['a page of no type', page, 'it answers with a web page'],
])('a get and a list tell of a server that answers with %s', async (_, body, why) => {
	const lines = await told((_request, response) => response.end(body));
	expect(lines.slice(0, 2)).toEqual(thrice(why).slice(0, 2));
});

it('a get and a list tell of a failure that comes with HTTP 200, and never take it for an empty list', async () => {
	const answer: Answer = (_, response) => sendJson(response, status(401, 'Unauthorized', 'the session is over'));
	expect((await told(answer)).slice(0, 2)).toEqual(['ApiError: the session is over', 'ApiError: the session is over']);
});
