import {request, type IncomingMessage} from 'node:http';
import {text} from 'node:stream/consumers';

/** What one inference through the gateway came to. */
export interface Inference {
	/** The route's `app-version`. */
	readonly appVersion: unknown;
	/** The transformer that it came through, where there is one. */
	readonly transformedBy: unknown;
	/** `model_name/model_version` of the answer. */
	readonly model: string;
	readonly prediction: unknown;
}

/** Sends one digit to the app wisdom through a sandbox's gateway, as the tutorial's curl does. Rejects unless it is answered with 200. */
export async function infer(
	gatewayUrl: string,
	row: readonly number[],
	headers: Readonly<Record<string, string>> = {},
): Promise<Inference> {
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const all = {host: 'wisdom.default', 'content-type': 'application/json', ...headers};
	const sent = request(gatewayUrl, {method: 'POST', headers: all, agent: false}, resolve);
	sent.on('error', reject);
	sent.end(JSON.stringify({inputs: [{name: 'predict', shape: [1, row.length], datatype: 'FP32', data: row}]}));
	const answer = await promise;
	const body = await text(answer);
	if (answer.statusCode !== 200) throw new Error(`the gateway answered ${answer.statusCode}: ${body}`);
	const {model_name, model_version, outputs} = JSON.parse(body) as {
		readonly model_name: string;
		readonly model_version: string;
		readonly outputs: readonly [{readonly data: readonly unknown[]}];
	};
	return {
		appVersion: answer.headers['app-version'],
		transformedBy: answer.headers['x-transformed-by'],
		model: `${model_name}/${model_version}`,
		prediction: outputs[0].data[0],
	};
}
