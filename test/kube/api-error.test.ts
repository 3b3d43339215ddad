import {describe, expect, it} from 'vitest';
import {apiError} from '../../source/kube/api-error.ts';
import {configMaps, inferenceServices} from '../../source/objects/resource.ts';
import {status} from './api-server.ts';

const notFound = status(404, 'NotFound', 'inferenceservices "a" not found', {name: 'a', kind: 'inferenceservices'});
const page404 = status(404, 'NotFound', 'the server could not find the requested resource', {});

describe('apiError', () => {
	it.each<[string, number, string, {reason: string; message: string}]>([
		['a Status', 409, JSON.stringify(status(409, 'Conflict', 'modified')), {reason: 'Conflict', message: 'modified'}],
		[
			'a Status about an object',
			404,
			JSON.stringify(notFound),
			{reason: 'NotFound', message: 'inferenceservices "a" not found'},
		],
		[
			'a Status about a resource',
			404,
			JSON.stringify(page404),
			{
				reason: 'ResourceMissing',
				message: 'the server has no InferenceService (serving.kserve.io/v1beta1): is KServe installed?',
			},
		],
		[
			'a page about a resource',
			404,
			'404 page not found\n',
			{
				reason: 'ResourceMissing',
				message: 'the server has no InferenceService (serving.kserve.io/v1beta1): is KServe installed?',
			},
		],
		[
			'a Status without words',
			403,
			'{"kind":"Status"}',
			{reason: 'Forbidden', message: 'the server answered with 403 Forbidden'},
		],
		['a short text', 503, 'no healthy upstream', {reason: 'ServiceUnavailable', message: 'no healthy upstream'}],
		[
			'a page',
			401,
			'<html>log in</html>',
			{reason: 'Unauthorized', message: 'the server answered with HTTP 401 Unauthorized'},
		],
		[
			'other JSON',
			500,
			'{"a":1\n}',
			{reason: 'InternalError', message: 'the server answered with HTTP 500 InternalError'},
		],
		['nothing', 418, '', {reason: '', message: 'the server answered with HTTP 418'}],
		[
			'a long text',
			400,
			'x'.repeat(201),
			{reason: 'BadRequest', message: 'the server answered with HTTP 400 BadRequest'},
		],
	])('reads %s', (_, code, body, expected) => {
		const error = apiError(code, body, inferenceServices);
		expect({code: error.code, reason: error.reason, message: error.message}).toEqual({code, ...expected});
	});

	it('asks for nothing to be installed where the kind is built in', () => {
		expect(apiError(404, '', configMaps).message).toBe('the server has no ConfigMap (v1)');
	});
});
