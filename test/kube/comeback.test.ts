import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {Comeback, pauseInOutage} from '../../source/kube/comeback.ts';
import {isOutage} from '../../source/kube/connection-error.ts';
import {startInformer} from '../../source/kube/informer.ts';
import {configMaps, virtualServices} from '../../source/objects/resource.ts';
import {eventually} from '../helpers/eventually.ts';
import {sendJson, startServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

/** A wait that ends with its signal alone, and the times that it was asked for. */
function endless() {
	const asked: number[] = [];
	const wait = (ms: number, signal?: AbortSignal) =>
		new Promise<void>(resolve => {
			asked.push(ms);
			if (asked.length === 1 || signal?.aborted) resolve();
			signal?.addEventListener('abort', () => resolve(), {once: true});
		});
	return {asked, wait};
}

describe('the pause while a server is away', () => {
	it('ends when anybody gets through', async () => {
		const comeback = new Comeback();
		const {wait, asked} = endless();
		const pause = pauseInOutage({nextAnswer: signal => comeback.next(signal)}, 20, new AbortController().signal, wait);
		await eventually(() => expect(asked).toHaveLength(2));
		comeback.noteAnswer();
		await pause;
	});

	it('begins with a moment that nobody cuts short, so that two whose connections break do not wake each other at once', async () => {
		const comeback = new Comeback();
		const waits: (() => void)[] = [];
		const wait = () => new Promise<void>(resolve => waits.push(resolve));
		let isOver = false;
		const pause = pauseInOutage(
			{nextAnswer: signal => comeback.next(signal)},
			20,
			new AbortController().signal,
			wait,
		).then(() => (isOver = true));
		comeback.noteAnswer();
		await new Promise(resolve => setImmediate(resolve));
		expect(isOver).toBe(false);
		waits[0]?.();
		await eventually(() => expect(waits).toHaveLength(2));
		comeback.noteAnswer();
		await pause;
	});

	it('is a second and a half at most, however often the server was away', async () => {
		const total: number[] = [];
		const wait = async (ms: number) => void total.push(ms);
		for (let failures = 1; failures < 100; failures++) {
			total.length = 0;
			await pauseInOutage({}, failures, new AbortController().signal, wait);
			expect(total.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(1500);
		}
	});

	it('ends with its signal', async () => {
		const stop = new AbortController();
		const {wait, asked} = endless();
		const pause = pauseInOutage({}, 20, stop.signal, wait);
		await eventually(() => expect(asked).toHaveLength(2));
		stop.abort();
		await pause;
	});
});

it('an informer that lost its server lists again as soon as another request is answered', async () => {
	let isAway = true;
	const {url} = await startServer(({url: path}, response) => {
		if (isAway) response.socket?.destroy();
		else if (path.includes('watch=')) response.flushHeaders();
		else sendJson(response, {items: [], metadata: {resourceVersion: '1'}});
	});
	const cluster = connect(connectionTo(url), {version: '0'});
	const {wait, asked} = endless();
	const stop = new AbortController();
	const informer = startInformer({
		cluster,
		resource: virtualServices,
		namespace: 'n',
		signal: stop.signal,
		onUpdate: () => undefined,
		onError: () => undefined,
		wait,
	});
	await eventually(() => expect(asked).toHaveLength(2));
	isAway = false;
	await cluster.list(configMaps, 'n');
	await informer.synced;
	stop.abort();
});

it('a load balancer that does not reach the server is an outage, and its answer is nobody who gets through', async () => {
	const {url} = await startServer((_, response) => {
		response.writeHead(503, {'Content-Type': 'text/html'});
		response.end('<html>no backend</html>');
	});
	const cluster = connect(connectionTo(url), {version: '0'});
	let isNoted = false;
	void cluster.nextAnswer?.(new AbortController().signal).then(() => (isNoted = true));
	const error: unknown = await cluster.get(configMaps, 'n', 'a').catch((caught: unknown) => caught);
	expect(error).toMatchObject({name: 'ApiError', code: 503});
	expect([isOutage(error), isNoted]).toEqual([true, false]);
});
