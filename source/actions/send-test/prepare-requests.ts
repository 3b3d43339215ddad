import type {AppGateway} from '../../inference/app-gateway.ts';
import type {Endpoint} from '../../inference/endpoint.ts';
import type {GatewayRequest} from '../../inference/gateway.ts';
import {inferenceRequest} from '../../inference/infer.ts';
import {checkAllAgainst, leftOutWords, refuseBad} from '../../inference/input/bad-inputs.ts';
import type {Input} from '../../inference/input/input.ts';
import {readMetadata} from '../../inference/model-metadata.ts';
import {prepareInput, type PreparedInput} from '../../inference/protocols/exchange.ts';
import {appModel, inputAt, requestPath} from '../../inference/protocols/request-place.ts';
import type {Test} from './test.ts';

/** A request as it goes to an app's gateway, and the input that it is made of. */
export interface PreparedRequest {
	readonly request: GatewayRequest;
	/** The path that it goes to where the user says none. */
	readonly ownPath: string;
	readonly input: PreparedInput;
}

/**
 * The inputs that an app's model takes, as far as it tells; at a path of the user's own nothing is known of what answers there. Rejects
 * with an Error that names the first one that the model does not take, unless such are left out, which is then remarked.
 */
export async function checkInputs(
	{gateway, endpoint: {model}}: AppGateway,
	inputs: readonly Input[],
	test: Pick<Test, 'path' | 'model' | 'skipsBad' | 'timeoutMs' | 'onRemark'>,
	signal: AbortSignal,
): Promise<readonly Input[]> {
	const {path, model: named, skipsBad = false, timeoutMs} = test;
	if (model === undefined || path !== undefined) return inputs;
	const asked = named === undefined ? model : {...model, name: named};
	const checked = checkAllAgainst(await readMetadata(gateway, asked, {signal, timeoutMs}), inputs);
	refuseBad(checked, skipsBad);
	const leftOut = leftOutWords(checked.bad);
	if (leftOut !== undefined) test.onRemark(leftOut);
	return checked.inputs;
}

/** Makes the requests for an app of inputs. Throws an Error that names an input of which none can be made. */
export function prepareRequests(
	endpoint: Endpoint,
	app: string,
	inputs: readonly Input[],
	test: Pick<Test, 'headers' | 'path' | 'model' | 'isBinary' | 'timeoutMs'> & {readonly signal: AbortSignal},
): readonly PreparedRequest[] {
	const {headers, path, model, isBinary = false, timeoutMs, signal} = test;
	const named = appModel(model ?? endpoint.model?.name ?? app, model !== undefined);
	return inputs.map(each => {
		const prepared = prepareInput(each, {model: named, isBinary});
		const {protocol} = prepared;
		const input = inputAt(path, prepared);
		const ownPath = requestPath(protocol, app, {path: undefined, model}) ?? endpoint.path;
		const request = inferenceRequest({
			host: endpoint.host,
			path: path ?? ownPath,
			headers: {...input.headers, ...headers},
			body: input.body,
			signal,
			timeoutMs,
		});
		return {request, ownPath, input};
	});
}
