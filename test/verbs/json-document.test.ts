import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {isRecord} from '../../source/objects/object.ts';
import * as compare from '../../source/verbs/compare/run.ts';
import * as sendTest from '../../source/verbs/send-test/run.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {runCommand} from '../helpers/run-command.ts';
import {sendJson, startServer, type Answer} from '../kube/api-server.ts';

const document = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');
/** Members whose values are the model's own, or have names of their own. */
const opaque = new Set(['body', 'headers', 'data', 'outcomes[].outputs']);
let cluster: MemoryCluster;
let url: string;

/** Plays both versions; an input says by its number what comes of it. */
const answer: Answer = (request, response) => {
	const version = request.headers['traffic'] === 'test' ? 'wisdom-1' : 'wisdom-0';
	if (request.method === 'GET') {
		sendJson(response, {inputs: [{name: 'x', datatype: 'FP32', shape: version === 'wisdom-0' ? [-1] : [1]}]});
		return;
	}

	const sent = JSON.parse(request.body) as {messages?: unknown; inputs?: readonly [{data: readonly [number]}]};
	response.setHeader('app-version', 'messages' in sent ? 'wisdom-1' : version);
	if (sent.messages !== undefined) {
		const word = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';
		response.writeHead(200, {'content-type': 'text/event-stream'}).end(`${word}${word}data: [DONE]\n\n`);
		return;
	}

	const [kind = 0] = sent.inputs?.[0].data ?? [];
	if (kind === 900) response.destroy();
	else if (kind === 901) response.writeHead(503).end('full');
	else if (kind === 902) sendJson(response, {});
	else sendJson(response, {outputs: outputsOf(version, kind)});
};

/** One output names a class, one is a number, and one is of another datatype in the candidate, but for 500: that is answered alike. */
function outputsOf(version: string, input: number) {
	const isCandidate = version === 'wisdom-1' && input !== 500;
	return [
		{name: 'predict', datatype: 'INT64', shape: [1], data: [isCandidate && input % 2 === 1 ? 7 : input % 3]},
		{name: 'score', datatype: 'FP32', shape: [1], data: [isCandidate ? input : input / 2]},
		{name: 'kind', datatype: isCandidate ? 'BYTES' : 'INT64', shape: [1], data: [isCandidate ? 'a' : 1]},
	];
}

const v2 = (value: number, label?: number) => ({
	inputs: [{name: 'x', datatype: 'FP32', shape: [1], data: [value]}],
	label,
});

function file(inputs: readonly object[]): string {
	const name = join(mkdtempSync(join(tmpdir(), 'json-')), 'inputs.jsonl');
	writeFileSync(name, inputs.map(input => JSON.stringify(input)).join('\n'));
	return name;
}

/** What runs of a verb print, with those that end with an error. */
async function printed(verb: 'compare' | 'send-test', ...runs: readonly (readonly string[])[]): Promise<string[]> {
	const paths = new Set<string>();
	for (const argv of runs) {
		let stdout = '';
		const command = verb === 'compare' ? compare : sendTest;
		await runCommand(command, [verb, 'wisdom', ...argv, '-ojson', '--url', url], {
			cluster,
			onOutput: text => void (stdout = text),
		}).catch(() => undefined);
		for (const path of pathsOf(JSON.parse(stdout))) paths.add(path);
	}

	return [...paths].toSorted();
}

/** Where the leaves of a value are: `answered[].p50Ms`. */
function pathsOf(value: unknown, path = ''): readonly string[] {
	const isLeaf = opaque.has(path) || opaque.has(path.split('.').at(-1) ?? '');
	if (isLeaf || typeof value !== 'object' || value === null) return [path];
	if (Array.isArray(value)) return value.flatMap(each => pathsOf(each, `${path}[]`));
	if (!isRecord(value)) return [path];
	return Object.entries(value).flatMap(([name, each]) => pathsOf(each, path === '' ? name : `${path}.${name}`));
}

/** The fields that the tables below a heading name: `.b` after `a.c` is `a.b`, and `{a,b}.c` is both. */
function documented(heading: string): readonly string[] {
	const section = document.split(/^## /m).find(text => text.startsWith(`${heading}\n`)) ?? '';
	const cells = [...section.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell = '']) => cell);
	const paths = cells.flatMap(cell => {
		const [first = '', ...others] = [...cell.matchAll(/`(.*?)`/g)].map(([, path = '']) => path);
		return [first, ...others.map(other => first.replace(/[^.]*$/, other))];
	});
	return paths.flatMap(path => expanded(path)).toSorted();
}

function expanded(path: string): readonly string[] {
	const [whole, names] = /\{(.*?)\}/.exec(path) ?? [];
	if (whole === undefined || names === undefined) return [path];
	return names.split(',').flatMap(name => expanded(path.replace(whole, name)));
}

beforeEach(async () => {
	({url} = await startServer(answer));
	cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		{apiVersion: 'v1', kind: 'Service', metadata: {name: 'wisdom', namespace: 'models'}},
	]);
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
});

test('what send-test prints as JSON stands in the document, and the reverse', async () => {
	const chat = {messages: [{role: 'user', content: 'Hello'}], stream: true};
	const all = file([v2(1), v2(900), v2(901), v2(902), ...Array.from({length: 30}, () => chat)]);
	const one = file([v2(1)]);
	const seen = await printed(
		'send-test',
		['-f', all, '--max-p95', '1s'],
		['-f', one, '--rate', '50', '--duration', '100ms', '--expect', 'version=wisdom-0'],
	);
	expect(seen).toEqual(documented('send-test APP'));
	expect(
		await printed(
			'send-test',
			['wisdom-1', '-f', one],
			['wisdom-1', '-f', file([v2(902)])],
			['wisdom-1', '-f', file([v2(900)])],
		),
	).toEqual(documented('send-test APP VERSION'));
});

test('what compare prints as JSON stands in the document, and the reverse', async () => {
	const few = Array.from({length: 12}, (_, input) => v2(input, input % 3));
	const both = await printed('compare', ['-f', file([...few, v2(901, 1)]), '--requests', '200', '--concurrency', '8']);
	// The candidate is asked at its own host then.
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
	const apart = await printed('compare', ['-f', file([v2(500, 99)])]);
	expect([...new Set([...both, ...apart])].toSorted()).toEqual(documented('compare'));
});
