import {getEventListeners} from 'node:events';
import {IncomingMessage, ServerResponse} from 'node:http';
import {Socket} from 'node:net';
import {expect, test} from 'vitest';
import {sendPodLog} from '../../../source/sandbox/api/pod-log.ts';
import {Store} from '../../../source/sandbox/api/store.ts';

test('a log that nobody follows any more leaves nothing behind', () => {
	const store = new Store();
	store.put({
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: 'a', namespace: 'models'},
		spec: {containers: [{name: 'server'}]},
	});
	const {signal} = new AbortController();
	const target = {namespace: 'models', name: 'a'} as Parameters<typeof sendPodLog>[1];
	for (let count = 0; count < 20; count++) {
		const response = new ServerResponse(new IncomingMessage(new Socket()));
		sendPodLog({store, podLog: () => ['started']}, target, new URLSearchParams('follow=true'), response, signal);
		response.emit('close');
	}

	expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
