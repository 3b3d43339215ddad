import {EventEmitter} from 'node:events';
import type WebSocket from 'isomorphic-ws';
import {describe, expect, it} from 'vitest';
import {PodStream} from '../../source/kube/pod-stream.ts';

/** A stream over a WebSocket that only notes what is done with it. */
function setUp() {
	const calls: string[] = [];
	const note = (call: string) => () => void calls.push(call);
	const socket = Object.assign(new EventEmitter(), {pause: note('pause'), resume: note('resume')});
	const stream = new PodStream('pod n/p, port 1');
	stream.attach(socket as unknown as WebSocket.WebSocket);
	return {stream, calls, socket};
}

describe('PodStream', () => {
	it('stops the pod from sending while nobody reads, and lets it go on when somebody does', () => {
		const {stream, calls} = setUp();
		stream.receive(0, Buffer.from([0, 0]));
		stream.receive(0, Buffer.alloc(1024));
		expect(calls).toEqual([]);
		stream.receive(0, Buffer.alloc(128 * 1024));
		expect(calls).toEqual(['pause']);
		while (stream.read() !== null);
		expect(calls).toEqual(['pause', 'resume']);
	});

	it('skips the port number of each channel, however it is cut', () => {
		const {stream} = setUp();
		for (const message of [[0x91], [0x1f, 1], [2, 3]]) stream.receive(0, Buffer.from(message));
		expect(stream.read()).toEqual(Buffer.from([1, 2, 3]));
	});

	it('ignores channels that it does not know', () => {
		const {stream} = setUp();
		expect(stream.receive(7, Buffer.from('x'))).toBe(true);
		expect(stream.read()).toBeNull();
	});
});
