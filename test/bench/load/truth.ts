import {openGateway} from '../../../source/inference/gateway.ts';
import {listenTo, prepareInput} from '../../../source/inference/protocols/exchange.ts';
import {Measure} from '../../../source/load/measure.ts';
import type {Bound, Pace} from '../../../source/load/pace.ts';
import {runLoad, type Unit} from '../../../source/load/run-load.ts';
import type {Sample} from '../../../source/load/sample.ts';
import {pacers, racers} from './generators.ts';
import {withUpstream} from './pinned.ts';
import {startTokenServer} from './token-server.ts';
import {installTools} from './tools.ts';

// `npm run bench:truth`: what the load generator says of servers of which one knows the truth.

const mostOffMs = 2;
const tokenPace = {firstMs: 80, gapMs: 15, tokens: 20};
const pace: Pace = {kind: 'open', rate: 20, arrival: 'poisson', mostInFlight: 100, seed: 1};
const bound: Bound = {durationMs: 10_000};
/** Of the server that stalls. */
const stallMs = 1000;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 30);
const rate = 200;

function hold(words: string, holds: boolean): void {
	console.log(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${words}`);
	if (!holds) process.exitCode = 1;
}

function median(values: readonly number[]): number {
	return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Medians of the first token and the gaps, as a load of streamed answers has them. */
async function tokensAsMeasured(url: string): Promise<{readonly firstMs: number; readonly gapMs: number}> {
	const gateway = openGateway(url);
	const signal = new AbortController().signal;
	const text = '{"model":"llm","stream":true,"messages":[{"role":"user","content":"hello"}]}';
	const input = prepareInput({body: text, where: 'the request'});
	const {body, headers} = input;
	const send = async (): Promise<Sample> => {
		const listener = listenTo(input);
		const {onChunk} = listener;
		const path = '/v1/chat/completions';
		const request = {method: 'POST', host: 'llm.models', path, headers, body, signal, timeoutMs: 10_000} as const;
		const answer = await gateway.send({...request, ...(onChunk && {onChunk})});
		const {failure, times} = listener.read(answer);
		return {version: answer.version, status: answer.status, failure, tokens: times};
	};
	const measure = new Measure();
	const startedAt = new Date();
	const onResult = (unit: Unit<Sample>): void => measure.add(unit.result, unit);
	const times = await runLoad({pace, bound, warmupMs: 1000, signal, send, onResult});
	gateway.close();
	const {answered} = measure.read({startedAt, endedAt: new Date(), pace, bound, warmupMs: 1000, ...times});
	const tokens = answered[0]?.tokens;
	return {firstMs: tokens?.first.p50Ms ?? Number.NaN, gapMs: tokens?.gaps?.p50Ms ?? Number.NaN};
}

const server = await startTokenServer(tokenPace);
const measured = await tokensAsMeasured(server.url);
server.close();
for (const [what, is, really, meant] of [
	['first token', measured.firstMs, median(server.firstMs), tokenPace.firstMs],
	['gaps', measured.gapMs, median(server.gapsMs), tokenPace.gapMs],
] as const) {
	hold(
		`median of ${what} ${is.toFixed(2)} ms, of the server ${really.toFixed(2)} ms (meant ${meant}), at most ${mostOffMs} ms apart`,
		Math.abs(is - really) <= mostOffMs,
	);
}

await installTools({withOha: false});
await withUpstream(['-delay', '5ms', '-stall', `${stallMs}ms`, '-every', '10s'], async address => {
	const own = await pacers['send-test, from due']?.(address, seconds, rate);
	const hey = await racers['hey']?.(address, seconds, rate);
	if (!own || !hey) throw new Error('no such generator');
	console.log(`a server that answers nobody for ${stallMs} ms every 10 s, for ${seconds} s`);
	hold(`p99 ${own.p99Ms.toFixed(0)} ms of send-test at ${rate}/s shows it`, own.p99Ms > stallMs / 2);
	hold(`p99 ${hey.p99Ms.toFixed(0)} ms of hey hides it`, hey.p99Ms < stallMs / 10);
});
