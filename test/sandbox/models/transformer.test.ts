import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import type {Address, Sought} from '../../../source/sandbox/gateway/upstream.ts';
import {startTransformer} from '../../../source/sandbox/models/transformer.ts';

async function startPredictor(listener: RequestListener): Promise<Address> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return {host: '127.0.0.1', port: (server.address() as AddressInfo).port};
}

/** Posts to a transformer; the status, mark and body of its answer. */
async function answerOf(predictor: (ended: Promise<unknown>) => Sought, path = '/', body: RequestInit['body'] = 'row') {
	const transformer = await startTransformer({name: 'wisdom-0', predictor});
	onTestFinished(() => transformer.close());
	const {address} = transformer;
	const answer = await fetch(`http://${address.host}:${address.port}${path}`, {method: 'POST', body, duplex: 'half'});
	return [answer.status, answer.headers.get('x-transformed-by'), await answer.text()];
}

test('a transformer asks its predictor what it was asked, also in pieces, and marks the answer', async () => {
	const predictor = await startPredictor((request, response) => {
		response.writeHead(request.url === '/teapot' ? 418 : 200);
		request.pipe(response);
	});
	expect(await answerOf(() => predictor)).toEqual([200, 'wisdom-0', 'row']);
	expect(await answerOf(() => predictor, '/teapot')).toEqual([418, 'wisdom-0', 'row']);
	const pieces = new Blob(['two ', 'rows']).stream();
	expect(await answerOf(() => predictor, '/', pieces)).toEqual([200, 'wisdom-0', 'two rows']);
});

test('it waits for a predictor that starts, and tells when its request is over', async () => {
	const predictor = await startPredictor((request, response) => request.pipe(response));
	const started = Promise.withResolvers<Address>();
	let over: Promise<unknown> = Promise.resolve();
	const asked = answerOf(ended => {
		over = ended;
		setImmediate(() => started.resolve(predictor));
		return started.promise;
	});
	expect(await asked).toEqual([200, 'wisdom-0', 'row']);
	await over;
});

test.each<[string, Sought]>([
	['is nowhere', undefined],
	['does not answer', {host: '127.0.0.1', port: 1}],
])('a predictor that %s is answered for with 502', async (_, predictor) => {
	const [status, mark] = await answerOf(() => predictor);
	expect([status, mark]).toEqual([502, null]);
});
