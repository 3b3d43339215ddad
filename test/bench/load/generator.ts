import {openGateway} from '../../../source/inference/gateway.ts';
import {inferenceRequest, isSuccess} from '../../../source/inference/infer.ts';
import {Measure} from '../../../source/load/measure.ts';
import type {Pace} from '../../../source/load/pace.ts';
import {runLoad} from '../../../source/load/run-load.ts';
import type {Sample} from '../../../source/load/sample.ts';
import {request} from './request.ts';

// `node generator.ts URL SECONDS [RATE]`: our own generator in a process of its own, as the others are, with what send-test does
// for each request. Prints what it measured as JSON.

const [url = '', seconds = '1', rate] = process.argv.slice(2);
const signal = new AbortController().signal;
const gateway = openGateway(url);
const {body, connections, path} = request;
const prepared = inferenceRequest({host: new URL(url).host, path, headers: {}, body, signal, timeoutMs: 10_000});
const pace: Pace =
	rate === undefined
		? {kind: 'closed', concurrency: connections}
		: {kind: 'open', rate: Number(rate), arrival: 'constant', mostInFlight: 1000, seed: 1};
const bound = {durationMs: Number(seconds) * 1000};
const measure = new Measure();
const startedAt = new Date();
const cpu = process.cpuUsage();

async function send(): Promise<Sample> {
	try {
		const answer = await gateway.send(prepared);
		const {status, version} = answer;
		return {version, status, failure: isSuccess(answer) ? undefined : `HTTP ${status}`};
	} catch (error) {
		return {version: undefined, status: undefined, failure: (error as Error).message};
	}
}

const times = await runLoad({
	pace,
	bound,
	// As long as the others take to open their connections, and for the code to be compiled.
	warmupMs: 1000,
	signal,
	send,
	onResult: unit => measure.add(unit.result, unit),
	onDropped: (_index, dueMs) => measure.addDropped(dueMs),
});
const {user, system} = process.cpuUsage(cpu);
gateway.close();
const {requestsPerSecond, failed, dropped, answered} = measure.read({
	startedAt,
	endedAt: new Date(),
	pace,
	bound,
	warmupMs: 1000,
	...times,
});
const [row] = answered;
const cpuSeconds = (user + system) / 1e6;
process.stdout.write(
	JSON.stringify({requestsPerSecond, failed, dropped, cpuSeconds, response: row, service: row?.service}),
);
