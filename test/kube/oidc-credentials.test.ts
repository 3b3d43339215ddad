import type {ServerResponse} from 'node:http';
import {describe, expect, it} from 'vitest';
import {oidcCredentials} from '../../source/kube/oidc-credentials.ts';
import {certificatePath, sendJson, serverTls, startServer, type Received} from './api-server.ts';

function tokenUntil(seconds: number): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({alg: 'none'})}.${part({exp: seconds})}.x`;
}

const expired = tokenUntil(1_000_000_000);
const fresh = tokenUntil(4_000_000_000);

/** Credentials whose ID token has expired, at an issuer that answers for a new one like this. */
async function startIssuer(answer: (request: Received, response: ServerResponse) => void, change: object = {}) {
	const {url, received} = await startServer((request, response) => {
		if (request.url.startsWith('/realm/.well-known/')) sendJson(response, {token_endpoint: `${url}/token`});
		else answer(request, response);
	}, serverTls());
	const config = {
		'idp-issuer-url': `${url}/realm`,
		'idp-certificate-authority': certificatePath('ca.crt'),
		'client-id': 'kube',
		'client-secret': 's:ecret',
		'id-token': expired,
		'refresh-token': 'first',
		...change,
	};
	return {credentials: oidcCredentials({name: 'oidc', config}, 'user "u"'), received, host: new URL(url).host};
}

describe('an ID token that has expired', () => {
	it('is renewed once for all who wait, and with the newest refresh token', async () => {
		let count = 0;
		const {credentials, received} = await startIssuer((_, response) =>
			sendJson(response, {id_token: ++count === 1 ? expired : fresh, refresh_token: `next-${count}`}),
		);
		await Promise.all([credentials.identity(), credentials.identity()]);
		expect((await credentials.identity()).headers).toEqual({Authorization: `Bearer ${fresh}`});
		await credentials.identity();
		const asked = received.filter(({method}) => method === 'POST');
		expect(asked.map(({body}) => body)).toEqual([
			'grant_type=refresh_token&refresh_token=first',
			'grant_type=refresh_token&refresh_token=next-1',
		]);
		expect(asked[0]?.headers.authorization).toBe(`Basic ${btoa('kube:s%3Aecret')}`);
	});

	it.each<[string, (request: Received, response: ServerResponse) => void, object, string]>([
		[
			'without refresh token',
			() => {},
			{'refresh-token': undefined},
			'the token has expired and cannot be renewed: log in again',
		],
		['without client', () => {}, {'client-id': ''}, 'needs an idp-issuer-url and a client-id'],
		[
			'at a URL that nobody can decode',
			() => {},
			{'idp-issuer-url': 'https://%FF:secret@HOST'},
			'the name and password in the URL of host cannot be decoded',
		],
		[
			'refused',
			(_, response) => sendJson(response, {error: 'secret'}, 400),
			{},
			'HOST answers with HTTP 400: log in again',
		],
		['with a page', (_, response) => response.end('<html>secret'), {}, 'HOST answers with something that is no JSON'],
		[
			'with another protocol',
			(_, response) =>
				response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: secret\r\nConnection: Upgrade\r\n\r\n'),
			{},
			'HOST changes to another protocol (HTTP 101): look at idp-issuer-url',
		],
		['with none', (_, response) => sendJson(response, {access_token: 'secret'}), {}, 'HOST gave no id_token'],
		[
			'without end',
			(_, response) => {
				const fill = () => {
					while (response.write('a'.repeat(65_536)));
				};
				response.on('drain', fill).on('error', () => {});
				fill();
			},
			{},
			'what HOST answers is larger than 1 MiB: look at idp-issuer-url',
		],
	])('is told %s', async (_, answer, change, reason) => {
		const {credentials, host} = await startIssuer(answer, change);
		const error: unknown = await credentials.identity().catch((caught: unknown) => caught);
		expect((error as Error).message.replace(host, 'HOST').replace(': needs', ' needs')).toBe(
			`user "u": auth-provider oidc${reason.startsWith('needs') ? '' : ':'} ${reason}`,
		);
		expect(String((error as Error).stack)).not.toContain('secret');
	});

	it('is no longer waited for by who aborts', async () => {
		const controller = new AbortController();
		const {credentials} = await startIssuer(() => controller.abort(new Error('enough')));
		await expect(credentials.identity(controller.signal)).rejects.toThrow('enough');
	});
});
