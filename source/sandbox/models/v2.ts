import {randomUUID} from 'node:crypto';
import {writeBinary} from '../../inference/protocols/binary-tensors.ts';
import {predictionOf, probabilitiesOf} from './classifier.ts';
import type {Model} from './model.ts';
import {crash, notFound, refuse, wrongMethod, type ModelReply, type ModelRequest} from './reply.ts';
import {readInference, type Inference} from './v2-request.ts';

/** A model server's names. */
export interface Served {
	/** The server's own: the revision. */
	readonly server: string;
	/** The model's in the protocols. */
	readonly name: string;
	readonly model: Model;
}

/** Whose answers these are: MLServer, whose words and statuses they have. */
const version = '1.7.1';

/**
 * Answers a request of the Open Inference Protocol (V2) as MLServer does with its scikit-learn runtime; unlike that, the model's
 * metadata names its inputs, so that a client can make a request from them, and it takes and gives binary tensors.
 */
export function answerV2(request: ModelRequest, served: Served): ModelReply {
	const {path, method} = request;
	const {server} = served;
	if (path === '/v2')
		return method === 'GET' ? json({name: server, version, extensions: ['binary_tensor_data']}) : wrongMethod('GET');
	if (/^\/v2\/health\/(live|ready)$/.test(path)) return method === 'GET' ? {status: 200} : wrongMethod('GET');
	const [whole, encoded = '', , modelVersion, verb] =
		/^\/v2\/models\/([^/]+)(\/versions\/([^/]+))?(?:\/(ready|infer))?$/.exec(path) ?? [];
	if (whole === undefined) return notFound;
	const allowed = verb === 'infer' ? 'POST' : 'GET';
	if (method !== allowed) return wrongMethod(allowed);
	const inference = verb === 'infer' ? readInference(request) : undefined;
	if (inference && 'status' in inference) return inference;
	return absent(decoded(encoded), modelVersion, served) ?? answerModel(inference, verb, served);
}

function absent(name: string, modelVersion: string | undefined, served: Served): ModelReply | undefined {
	if (name !== served.name) return refuse(404, `Model ${name} not found`);
	if (modelVersion === undefined || decoded(modelVersion) === served.model.version) return undefined;
	return refuse(404, `Model ${name} with version ${modelVersion} not found`);
}

function answerModel(
	inference: Inference | undefined,
	verb: string | undefined,
	{server, name, model}: Served,
): ModelReply {
	if (inference) return infer(inference, server, name, model);
	return verb === 'ready' ? {status: 200} : json(metadataOf(name, model));
}

function metadataOf(name: string, {version: modelVersion, features}: Model): unknown {
	return {
		name,
		versions: [modelVersion],
		platform: 'sklearn',
		inputs: [{name: 'predict', datatype: 'FP32', shape: [-1, features], parameters: {}}],
		outputs: [{name: 'predict', datatype: 'INT64', shape: [-1, 1], parameters: {}}],
		parameters: {},
	};
}

function infer(
	{id = randomUUID(), inputs, outputs, isBinary}: Inference,
	server: string,
	name: string,
	model: Model,
): ModelReply {
	const wanted = outputs.length > 0 ? outputs : ['predict'];
	const unknown = wanted.find(output => output !== 'predict' && output !== 'predict_proba');
	if (unknown !== undefined) {
		return refuse(
			400,
			`SKLearnModel only supports 'predict', 'predict_proba' and 'transform' as outputs (${unknown} was received)`,
		);
	}

	const [input] = inputs;
	if (!input || inputs.length > 1) {
		return refuse(
			400,
			`There was an error encoding / decoding the payload: The 'np' codec only supports a single input tensor (${inputs.length} were received)`,
		);
	}

	const rows = rowsOf(input.data.flat(Number.POSITIVE_INFINITY), input.shape, model.features);
	if (!rows) return crash;
	const named = {model_name: name, model_version: model.version, id, parameters: {}};
	const answered = wanted.map(output => outputOf(output, rows, model));
	const {tensors, binary} = isBinary ? writeBinary(answered, 'output') : {tensors: answered, binary: undefined};
	return {
		status: 200,
		body: {...named, outputs: tensors},
		...(binary && {binary}),
		headers: eventHeaders(id, server, name),
		afterMs: model.delayMs,
	};
}

/** The rows of a tensor; undefined for one that numpy and scikit-learn would raise an error about. */
function rowsOf(
	data: readonly unknown[],
	shape: readonly number[],
	features: number,
): readonly (readonly number[])[] | undefined {
	const [count = 0, width, ...deeper] = shape;
	const actual = data.length / features;
	if (width !== features || deeper.length > 0 || actual === 0 || (count !== actual && count !== -1)) return undefined;
	if (!data.every((value): value is number => typeof value === 'number')) return undefined;
	return Array.from({length: actual}, (_, row) => data.slice(row * features, (row + 1) * features));
}

function outputOf(name: string, rows: readonly (readonly number[])[], {classifier}: Model): unknown {
	const parameters = {content_type: 'np'};
	if (name === 'predict') {
		const data = rows.map(row => predictionOf(classifier, row));
		return {name, shape: [rows.length, 1], datatype: 'INT64', parameters, data};
	}

	const probabilities = rows.map(row => probabilitiesOf(classifier, row));
	const shape = [rows.length, probabilities[0]?.length ?? 0];
	return {name, shape, datatype: 'FP64', parameters, data: probabilities.flat()};
}

/** MLServer describes each answer as a CloudEvent. */
function eventHeaders(id: string, server: string, name: string): Readonly<Record<string, string>> {
	return {
		'ce-specversion': '0.3',
		'ce-source': `io.seldon.serving.deployment.${server}`,
		'ce-type': 'io.seldon.serving.inference.response',
		'ce-modelid': name,
		'ce-inferenceservicename': server,
		'ce-endpoint': name,
		'ce-id': id,
		'ce-requestid': id,
	};
}

function json(body: unknown): ModelReply {
	return {status: 200, body};
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
