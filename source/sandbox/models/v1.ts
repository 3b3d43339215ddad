import {isRecord} from '../../objects/object.ts';
import {predictionOf} from './classifier.ts';
import {notFound, refuse, wrongMethod, type ModelReply, type ModelRequest} from './reply.ts';
import type {Served} from './v2.ts';

/** Answers a request of KServe's protocol V1 as its own servers do (KServe, `v1_endpoints.py` and `errors.py`). */
export function answerV1({method, path, body}: ModelRequest, {name, model}: Served): ModelReply {
	if (path === '/v1/models') return method === 'GET' ? {status: 200, body: {models: [name]}} : wrongMethod('GET');
	const [whole, asked, verb] = /^\/v1\/models\/([^/:]+)(:predict)?$/.exec(path) ?? [];
	if (whole === undefined) return notFound;
	const allowed = verb === undefined ? 'GET' : 'POST';
	if (method !== allowed) return wrongMethod(allowed);
	if (asked !== name) return refuse(404, `Model with name ${asked} does not exist.`);
	if (verb === undefined) return {status: 200, body: {name, ready: true}};
	const instances = readInstances(body);
	if ('status' in instances) return instances;
	const {rows} = instances;
	const {features, classifier, delayMs} = model;
	const wrong = rows.find(row => row.length !== features);
	if (wrong) {
		return refuse(500, `X has ${wrong.length} features, but the model is expecting ${features} features as input.`);
	}

	return {status: 200, body: {predictions: rows.map(row => predictionOf(classifier, row))}, afterMs: delayMs};
}

function readInstances(body: string): {readonly rows: readonly (readonly number[])[]} | ModelReply {
	let value: unknown;
	try {
		value = JSON.parse(body);
	} catch (error) {
		return refuse(400, `Unrecognized request format: ${(error as Error).message}`);
	}

	const instances = isRecord(value) ? (value['instances'] ?? value['inputs']) : undefined;
	if (!Array.isArray(instances)) return refuse(400, 'Expected "instances" to be a list');
	const rows = instances.map((row: unknown) => (Array.isArray(row) ? row : []));
	if (rows.every((row): row is number[] => row.every(each => typeof each === 'number'))) return {rows};
	return refuse(500, 'could not convert string to float');
}
