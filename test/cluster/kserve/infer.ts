import {request} from 'node:http';
import {text} from 'node:stream/consumers';
import type {Address} from '../testbed/address.ts';

export interface Inference {
	/** `model_name` and `model_version` of the answer. */
	readonly model: string;
	readonly version: string;
	readonly prediction: number;
}

/**
 * Sends one V2 inference request for one digit.
 * @throws Error with the status code when the answer is not 200.
 */
export async function infer(gateway: Address, host: string, model: string, body: unknown): Promise<Inference> {
	const {promise, resolve, reject} = Promise.withResolvers<{code: number; said: string}>();
	const headers = {host, 'content-type': 'application/json'};
	const path = `/v2/models/${model}/infer`;
	const sent = request({...gateway, path, method: 'POST', headers, agent: false}, answer => {
		text(answer).then(said => resolve({code: Number(answer.statusCode), said}), reject);
	});
	sent.on('error', reject);
	sent.end(JSON.stringify(body));
	const {code, said} = await promise;
	if (code !== 200) throw new Error(`${host}${path} was answered ${code}: ${said}`);
	const {model_name, model_version, outputs} = JSON.parse(said) as {
		readonly model_name: string;
		readonly model_version: string;
		readonly outputs: readonly [{readonly data: readonly [number]}];
	};
	return {model: model_name, version: model_version, prediction: outputs[0].data[0]};
}
