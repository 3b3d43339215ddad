import {Agent, request} from 'node:http';
import type {Address} from './gateway/upstream.ts';

/** Every so many requests one asks for the candidate. */
const testEvery = 5;

/**
 * Sends inference requests for an app through the gateway at a steady rate, one in five with the header that reaches the
 * candidate, until the signal aborts. Answers are the gateway's to count.
 * @param rate Requests a second.
 * @param features Length of a model's row.
 */
export function sendTraffic(gateway: Address, host: string, rate: number, features: number, signal: AbortSignal): void {
	if (rate === 0) return;
	const agent = new Agent({keepAlive: true});
	const start = performance.now();
	let sent = 0;
	const timer = setInterval(
		() => {
			const due = ((performance.now() - start) / 1000) * rate;
			for (; sent < due; sent++) send(agent, gateway, host, sent, features);
		},
		Math.max(1, 1000 / rate),
	);
	signal.addEventListener('abort', () => {
		clearInterval(timer);
		agent.destroy();
	});
}

function send(agent: Agent, gateway: Address, host: string, number: number, features: number): void {
	const headers = {host, 'content-type': 'application/json', ...(number % testEvery === 0 ? {traffic: 'test'} : {})};
	const sent = request({...gateway, agent, method: 'POST', path: '/', headers}, answer => answer.resume());
	// a gateway that is being closed
	sent.on('error', () => undefined);
	const data = Array.from({length: features}, (_, index) => (number * 7 + index * index) % 17);
	sent.end(JSON.stringify({inputs: [{name: 'predict', shape: [1, features], datatype: 'FP32', data}]}));
}
