import type {ServerResponse} from 'node:http';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {startInformer, type InformerOptions} from '../../source/kube/informer.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {virtualServices} from '../../source/objects/resource.ts';
import {eventually} from '../helpers/eventually.ts';
import {sendJson, startServer, status, type TestServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const object = (name: string, version: number, uid = 'u'): KubeObject => ({
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {name, namespace: 'n', uid, resourceVersion: String(version)},
});
const list = (version: number, ...items: KubeObject[]) => ({metadata: {resourceVersion: String(version)}, items});
const line = (type: string, told: KubeObject) => `${JSON.stringify({type, object: told})}\n`;

type Step = (response: ServerResponse) => void;
const answer =
	(value: object): Step =>
	response =>
		sendJson(response, value);
const refuse =
	(code: number, reason: string): Step =>
	response =>
		sendJson(response, status(code, reason, reason), code);
const hold =
	(...lines: string[]): Step =>
	response => {
		response.flushHeaders();
		for (const each of lines) response.write(each);
	};
const close =
	(...lines: string[]): Step =>
	response =>
		response.end(lines.join(''));
const drop =
	(...lines: string[]): Step =>
	response =>
		response.write(lines.join(''), () => setImmediate(() => response.socket?.resetAndDestroy()));

/** An informer whose server answers by the steps, one a request, and whose waits take no time; the last step stays. */
async function start(steps: readonly Step[], options: Partial<InformerOptions> = {}) {
	const server: TestServer = await startServer((_, response, count) =>
		steps[Math.min(count, steps.length) - 1]?.(response),
	);
	const told: string[] = [];
	const errors: string[] = [];
	const waits: number[] = [];
	const stop = new AbortController();
	onTestFinished(() => stop.abort());
	const version = (each: KubeObject | undefined) => each?.metadata.resourceVersion ?? '-';
	const informer = startInformer({
		cluster: connect(connectionTo(server.url), {version: '0'}),
		resource: virtualServices,
		namespace: undefined,
		signal: stop.signal,
		onUpdate: (key, current, previous) => told.push(`${key} ${version(previous)}→${version(current)}`),
		onError: error => errors.push(error.message.replace(/127\.0\.0\.1:\d+/, 'HOST')),
		wait: async ms => {
			waits.push(ms);
		},
		...options,
	});
	/** The query of each request: a list, or a watch from a version on. */
	const asked = () =>
		server.received.map(({url}) => {
			const {searchParams} = new URL(url, 'http://x');
			return searchParams.has('watch') ? `watch ${searchParams.get('resourceVersion')}` : 'list';
		});
	return {informer, told, errors, waits, stop, asked, received: server.received};
}

describe('an informer', () => {
	it('tells the objects of the list, then each change, and knows the present state', async () => {
		const watched = hold(
			line('ADDED', object('c', 11)),
			line('MODIFIED', object('a', 12)),
			line('DELETED', object('b', 13)),
			line('BOOKMARK', object('', 20)),
		);
		const {informer, told, asked} = await start([answer(list(10, object('a', 1), object('b', 2))), watched]);
		await informer.synced;
		expect(told).toEqual(['n/a -→1', 'n/b -→2']);

		await eventually(() => expect(told).toHaveLength(5));
		expect(told.slice(2)).toEqual(['n/c -→11', 'n/a 1→12', 'n/b 2→-']);
		expect([...informer.values()].map(({metadata}) => metadata.name)).toEqual(['a', 'c']);
		expect(informer.get('n', 'a')).toEqual(object('a', 12));
		expect(informer.get('n', 'b')).toBeUndefined();
		expect(asked()).toEqual(['list', 'watch 10']);
	});

	it('goes on from where it was when the server closes the watch', async () => {
		const {asked, errors} = await start([
			answer(list(10)),
			close(line('ADDED', object('a', 11))),
			close(line('BOOKMARK', object('', 30))),
			hold(),
		]);
		await eventually(() => expect(asked()).toEqual(['list', 'watch 10', 'watch 11', 'watch 30']));
		expect(errors).toEqual([]);
	});

	it('does not ask without a pause where a list is too old at once, or a watch is over at once, each time', async () => {
		const event = line('ADDED', object('a', 11));
		const expired = `${JSON.stringify({type: 'ERROR', object: status(410, 'Expired', 'too old')})}\n`;
		const {asked, waits} = await start([
			answer(list(10)),
			close(event, expired),
			answer(list(20)),
			close(event, expired),
			answer(list(30)),
			close(event),
			hold(),
		]);
		await vi.waitFor(() => expect(asked()).toHaveLength(7));
		expect(waits).toEqual([1000, 1000]);
	});

	it('goes on from where it was when the connection drops', async () => {
		const {asked, told, errors} = await start([
			answer(list(10)),
			drop(line('ADDED', object('a', 11))),
			hold(line('MODIFIED', object('a', 12))),
		]);
		await eventually(() => expect(told.at(-1)).toMatch(/→12$/));
		expect(asked()[2]).toMatch(/^watch 1[01]$/);
		expect(errors).toEqual(['The connection to the server HOST was lost']);
	});

	it('goes on from where it was after HTTP 500', async () => {
		const {asked, errors} = await start([answer(list(10)), refuse(500, 'InternalError'), hold()]);
		await eventually(() => expect(asked()).toEqual(['list', 'watch 10', 'watch 10']));
		expect(errors).toEqual(['InternalError']);
	});

	it('lists again when its version has expired, and tells what it missed, each object once', async () => {
		const before = list(10, object('same', 1), object('changed', 2), object('gone', 3), object('again', 4, 'u1'));
		const after = list(50, object('same', 1), object('changed', 40), object('new', 41), object('again', 4, 'u2'));
		const {told, asked, errors, waits} = await start([
			answer(before),
			close(`${JSON.stringify({type: 'ERROR', object: status(410, 'Expired', 'too old')})}\n`),
			answer(after),
			hold(),
		]);
		await eventually(() => expect(asked()).toEqual(['list', 'watch 10', 'list', 'watch 50']));
		expect(told.slice(4)).toEqual(['n/changed 2→40', 'n/new -→41', 'n/again 4→4', 'n/gone 3→-']);
		expect({errors, waits}).toEqual({errors: [], waits: []});
	});

	it('lists again when its version is ahead of the server, as after a backup was restored', async () => {
		const {asked, errors} = await start([answer(list(50)), refuse(504, 'Timeout'), answer(list(20)), hold()]);
		await eventually(() => expect(asked()).toEqual(['list', 'watch 50', 'list', 'watch 20']));
		expect(errors).toEqual(['Timeout']);
	});

	it('tries a failed list again, later each time, and keeps what it knows meanwhile', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(0.5);
		onTestFinished(() => void vi.restoreAllMocks());
		const {informer, asked, errors, waits} = await start([
			answer(list(10, object('a', 1))),
			refuse(403, 'Forbidden'),
			refuse(403, 'Forbidden'),
			refuse(503, 'ServiceUnavailable'),
			response => {
				expect([...informer.values()]).toEqual([object('a', 1)]);
				sendJson(response, list(20, object('a', 1)));
			},
			hold(),
		]);
		await eventually(() => expect(asked()).toEqual(['list', 'watch 10', 'list', 'list', 'list', 'watch 20']));
		expect(errors).toEqual(['Forbidden', 'Forbidden', 'ServiceUnavailable']);
		expect(waits).toEqual([250, 500, 1000]);
	});

	it('pauses before it opens a watch again that brought nothing', async () => {
		const {asked, waits} = await start([answer(list(10)), close(), close(), hold()]);
		await eventually(() => expect(asked()).toHaveLength(4));
		expect(waits).toEqual([1000, 1000]);
	});

	it('counts as synced without a resource that the server lacks, tells that once, and finds it when it is installed', async () => {
		const missing: Step = response => response.writeHead(404).end('404 page not found\n');
		const {informer, told, errors, waits} = await start([missing, missing, answer(list(10, object('a', 1))), hold()]);
		await informer.synced;
		await eventually(() => expect(told).toEqual(['n/a -→1']));
		expect(informer.missing).toBe(false);
		expect(errors).toEqual(['the server has no VirtualService (networking.istio.io/v1beta1): is Istio installed?']);
		expect(waits).toEqual([30_000, 30_000]);
	});

	it('says so while the server lacks the resource, and keeps what it knew', async () => {
		const waiting = Promise.withResolvers<void>();
		const missing: Step = response => response.writeHead(404).end('404 page not found\n');
		const {informer} = await start([answer(list(10, object('a', 1))), missing], {
			wait: () => {
				waiting.resolve();
				return new Promise(() => {});
			},
		});
		await waiting.promise;
		expect(informer.missing).toBe(true);
		expect([...informer.values()]).toEqual([object('a', 1)]);
	});

	it('keeps what the transform makes of an object, and forgets what it ignores', async () => {
		const transform = (each: KubeObject) =>
			each.metadata.name === 'ignored' || each.metadata.resourceVersion === '12' ? undefined : {...each, slim: true};
		const {informer, told} = await start(
			[
				answer(list(10, object('ignored', 1), object('a', 2))),
				hold(
					line('MODIFIED', object('ignored', 11)),
					line('MODIFIED', object('a', 12)),
					line('ADDED', object('b', 13)),
				),
			],
			{transform},
		);
		await eventually(() => expect(told).toEqual(['n/a -→2', 'n/a 2→-', 'n/b -→13']));
		expect([...informer.values()]).toEqual([{...object('b', 13), slim: true}]);
	});

	it('survives an error of the one whom it tells', async () => {
		const {informer, errors} = await start([answer(list(10, object('a', 1), object('b', 2))), hold()], {
			onUpdate: key => {
				if (key === 'n/a') throw new Error('cannot');
			},
		});
		await informer.synced;
		expect(errors).toEqual(['cannot']);
		expect([...informer.values()]).toHaveLength(2);
	});

	it('tells all objects again at a resync', async () => {
		let resyncs = 0;
		const {told} = await start([answer(list(10, object('a', 1))), hold()], {
			resyncMs: 5000,
			wait: async ms => {
				expect(ms).toBe(5000);
				if (++resyncs > 3) await new Promise(() => {});
				await eventually(() => expect(told.length).toBeGreaterThanOrEqual(resyncs));
			},
		});
		await eventually(() => expect(told).toEqual(['n/a -→1', 'n/a 1→1', 'n/a 1→1', 'n/a 1→1']));
	});

	it('watches only what is selected', async () => {
		const {received} = await start([answer(list(10)), hold()], {
			namespace: 'n',
			labelSelector: 'iter8.tools/watch=true',
		});
		await eventually(() => expect(received).toHaveLength(2));
		for (const {url} of received) {
			expect(url).toMatch(/^\/apis\/networking\.istio\.io\/v1beta1\/namespaces\/n\/virtualservices\?/);
			expect(url).toContain('labelSelector=iter8.tools%2Fwatch%3Dtrue');
		}
	});

	it.each(['before its first list', 'while it watches'])('ends at once when it is stopped %s', async when => {
		const closed = Promise.withResolvers<void>();
		const silent: Step = response => {
			response.on('close', () => closed.resolve());
			if (when === 'while it watches') response.write(line('ADDED', object('a', 11)));
		};
		const {informer, asked, errors, told} = await start(
			when === 'while it watches' ? [answer(list(10)), silent] : [silent],
		);
		if (when === 'while it watches') await eventually(() => expect(told).toHaveLength(1));
		else await eventually(() => expect(asked()).toHaveLength(1));
		informer.stop();
		await closed.promise;
		if (when === 'while it watches') await informer.synced;
		else await expect(informer.synced).rejects.toMatchObject({name: 'AbortError'});
		expect(errors).toEqual([]);
	});

	it('says that a server ends each watch at once, which brings nothing', async () => {
		const {errors, informer, stop} = await start([answer(list(10)), close()]);
		await informer.synced;
		await eventually(() => expect(errors.length).toBeGreaterThan(0));
		stop.abort();
		expect(errors[0]).toBe('HOST ends each watch of virtualservices at once');
	});

	it('tries later each time again when an event cannot be understood', async () => {
		const broken = hold('{"type":"ADDED","object":{}}\n');
		const {errors, waits, informer, stop} = await start([answer(list(10)), broken]);
		await informer.synced;
		await eventually(() => expect(waits.length).toBeGreaterThan(5));
		stop.abort();
		expect(errors[0]).toBe('HOST sent something that is no watch event');
		expect(waits[5]).toBeGreaterThan(2 * Math.max(waits[0] ?? 0, 250));
	});
});
