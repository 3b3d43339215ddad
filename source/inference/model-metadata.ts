import {isRecord} from '../objects/object.ts';
import type {Model} from './endpoint.ts';
import type {Gateway, GatewayRequest} from './gateway.ts';
import {parsedOrUndefined} from './v2.ts';

const mostMetadataBytes = 2 ** 20;

/** What a model says of itself (V2, `$metadata_model_response`), unchecked; or why it does not, in words. */
export type AskedMetadata = {readonly metadata: Readonly<Record<string, unknown>>} | {readonly silence: string};

/** Asks a model's server for the V2 metadata of the model. Rejects when there is no answer. */
export async function askMetadata(
	gateway: Gateway,
	{name, host, headers = {}}: Model,
	{signal, timeoutMs}: Pick<GatewayRequest, 'signal' | 'timeoutMs'>,
): Promise<AskedMetadata> {
	const path = `/v2/models/${encodeURIComponent(name)}`;
	const {status, body, version} = await gateway.send({
		method: 'GET',
		host,
		path,
		headers,
		signal,
		timeoutMs,
		mostBytes: mostMetadataBytes,
	});
	if (status !== 200) {
		const isMute = status === 404 && body === '' && version === undefined;
		const why = isMute ? ', without a word, as of a gateway that has no route there' : '';
		return {silence: `HTTP ${status} for ${path} of ${host}${why}`};
	}

	const metadata = parsedOrUndefined(body);
	return {metadata: isRecord(metadata) ? metadata : {}};
}

/** The same where silence is an answer, too: undefined for a model that tells nothing. Rejects with the reason of the signal alone. */
export async function readMetadata(
	gateway: Gateway,
	model: Model,
	options: Pick<GatewayRequest, 'signal' | 'timeoutMs'>,
): Promise<unknown> {
	try {
		const asked = await askMetadata(gateway, model, options);
		return 'metadata' in asked ? asked.metadata : undefined;
	} catch {
		options.signal.throwIfAborted();
		return undefined;
	}
}
