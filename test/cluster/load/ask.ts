import {request, type Agent} from 'node:http';
import {text} from 'node:stream/consumers';
import type {ModelRequest} from '../testbed/models.ts';
import type {GeneratorOptions} from './messages.ts';
import {readAnswer} from './protocol.ts';
import type {RequestKind, RequestRecord} from './record.ts';

const answerTimeout = 30_000;

/** A request with the answer that each model gives. */
export type Question = ModelRequest & {readonly body: string};

/** What became of a request. */
export type Answer = Pick<RequestRecord, 'outcome' | 'detail' | 'appVersion' | 'modelName' | 'modelVersion' | 'agrees'>;

/** Sends one request through the gateway; what got no answer has the error's code as its outcome. */
export async function ask(
	{gateway, host, path, headers, versionHeader}: Omit<GeneratorOptions, 'phase' | 'maxSeconds' | 'maxRequests'>,
	agent: Agent,
	kind: RequestKind,
	{body, expected}: Question,
): Promise<Answer> {
	const {promise, resolve, reject} = Promise.withResolvers<[number, string | undefined, string]>();
	const sent = request(
		{
			...gateway,
			path,
			method: 'POST',
			agent,
			timeout: answerTimeout,
			headers: {
				host,
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(body),
				...(kind === 'test' ? {traffic: 'test'} : {}),
				...headers,
			},
		},
		answer => {
			const version = answer.headers[versionHeader];
			text(answer).then(said => resolve([Number(answer.statusCode), version?.toString(), said]), reject);
		},
	);
	sent.on('timeout', () => sent.destroy(new Error('timeout')));
	sent.on('error', reject);
	sent.end(body);
	try {
		const [code, appVersion, said] = await promise;
		const version = appVersion === undefined ? {} : {appVersion};
		if (code !== 200) return {outcome: String(code), detail: said.slice(0, 200), ...version, agrees: []};
		return {outcome: '200', ...version, ...readAnswer(said, expected)};
	} catch (error) {
		return {outcome: String((error as NodeJS.ErrnoException).code ?? error), agrees: []};
	}
}
