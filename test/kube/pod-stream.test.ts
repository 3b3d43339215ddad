import {EventEmitter} from 'node:events';
import {describe, expect, it} from 'vitest';
import type {WebSocket} from 'ws';
import {PodStream} from '../../source/kube/pod-stream.ts';

/** A stream over a WebSocket that only notes what is done with it. */
function setUp() {
	const calls: string[] = [];
	const note = (call: string) => () => void calls.push(call);
	const socket = Object.assign(new EventEmitter(), {pause: note('pause'), resume: note('resume')});
	const stream = new PodStream('pod n/p, port 1', socket as unknown as WebSocket);
	const receive = (channel: number, ...content: readonly number[]) =>
		socket.emit('message', Buffer.from([channel, ...content]), true);
	return {stream, calls, receive};
}

describe('PodStream', () => {
	it('stops the pod from sending while nobody reads, and lets it go on when somebody does', () => {
		const {stream, calls, receive} = setUp();
		receive(0, 0, 0);
		receive(0, ...Buffer.alloc(1024));
		expect(calls).toEqual([]);
		receive(0, ...Buffer.alloc(100 * 1024));
		expect(calls).toEqual(['pause']);
		while (stream.read() !== null);
		expect(calls).toEqual(['pause', 'resume']);
	});

	it('skips the port number of each channel, however it is cut', () => {
		const {stream, receive} = setUp();
		for (const content of [[0x91], [0x1f, 1], [2, 3]]) receive(0, ...content);
		expect(stream.read()).toEqual(Buffer.from([1, 2, 3]));
	});

	it('ignores channels that it does not know', () => {
		const {stream, receive} = setUp();
		receive(7, 0, 0, 1);
		expect(stream.read()).toBeNull();
	});
});
