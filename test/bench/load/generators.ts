import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {runPinned} from './pinned.ts';
import {request} from './request.ts';
import {tools} from './tools.ts';

/** What one generator measured in one round. */
export interface Round {
	readonly requestsPerSecond: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
	readonly cpuSeconds: number;
}

type Generator = (address: string, seconds: number, rate: number) => Promise<Round>;

const {body, connections, path} = request;

/** Ours as it counts for send-test, from the moment at which a request was due. */
const ours =
	(kind: 'service' | 'response', isPaced: boolean): Generator =>
	async (address, seconds, rate) => {
		const program = fileURLToPath(new URL('generator.ts', import.meta.url));
		const args = [program, `http://${address}`, String(seconds), ...(isPaced ? [String(rate)] : [])];
		const {stdout} = await runPinned(process.execPath, args);
		const result = JSON.parse(stdout) as Readonly<Record<'service' | 'response', Round>> &
			Pick<Round, 'requestsPerSecond' | 'cpuSeconds'> & {readonly failed: number; readonly dropped: number};
		if (result.failed + result.dropped > 0) throw new Error(`${result.failed} failed, ${result.dropped} dropped`);
		const {p50Ms, p99Ms} = result[kind];
		// Less what the second of warm-up took; the start of Node is not in it.
		const cpuSeconds = (result.cpuSeconds * seconds) / (seconds + 1);
		return {requestsPerSecond: result.requestsPerSecond, p50Ms, p99Ms, cpuSeconds};
	};

const hey: Generator = async (address, seconds) => {
	const {stdout, cpuSeconds} = await inFolder(async folder => {
		await writeFile(join(folder, 'body'), body);
		const what = ['-m', 'POST', '-T', 'application/json', '-D', join(folder, 'body'), `http://${address}${path}`];
		return runPinned(tools.hey, ['-z', `${seconds}s`, '-c', String(connections), ...what]);
	});
	const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1]);
	return {
		requestsPerSecond: number(/Requests\/sec:\s+([\d.]+)/),
		p50Ms: 1000 * number(/50%+ in ([\d.]+) secs/),
		p99Ms: 1000 * number(/99%+ in ([\d.]+) secs/),
		cpuSeconds,
	};
};

const oha: Generator = async (address, seconds) => {
	const what = ['-m', 'POST', '-T', 'application/json', '-d', body, `http://${address}${path}`];
	const args = ['-z', `${seconds}s`, '-c', String(connections), '--no-tui', '--output-format', 'json', ...what];
	const {stdout, cpuSeconds} = await runPinned(tools.oha, args);
	const result = JSON.parse(stdout) as {
		readonly summary: {readonly requestsPerSec: number};
		readonly latencyPercentiles: Readonly<Record<'p50' | 'p99', number>>;
	};
	const {p50, p99} = result.latencyPercentiles;
	return {requestsPerSecond: result.summary.requestsPerSec, p50Ms: 1000 * p50, p99Ms: 1000 * p99, cpuSeconds};
};

const vegeta: Generator = async (address, seconds, rate) =>
	inFolder(async folder => {
		const [bodyFile, out] = [join(folder, 'body'), join(folder, 'out')];
		await writeFile(bodyFile, body);
		const header = ['-header', 'content-type: application/json', '-body', bodyFile];
		const pace = [`-rate=${rate}`, `-duration=${seconds}s`, `-connections=${connections}`, `-output=${out}`];
		const target = `POST http://${address}${path}\n`;
		const {cpuSeconds} = await runPinned(tools.vegeta, ['attack', ...pace, ...header], target);
		const {stdout} = await runPinned(tools.vegeta, ['report', '-type=json', out]);
		const result = JSON.parse(stdout) as {
			readonly throughput: number;
			readonly latencies: Readonly<Record<'50th' | '99th', number>>;
		};
		const {'50th': p50, '99th': p99} = result.latencies;
		return {requestsPerSecond: result.throughput, p50Ms: p50 / 1e6, p99Ms: p99 / 1e6, cpuSeconds};
	});

const fortio: Generator = async (address, seconds, rate) =>
	inFolder(async folder => {
		const [bodyFile, out] = [join(folder, 'body'), join(folder, 'out.json')];
		await writeFile(bodyFile, body);
		const pace = ['-qps', String(rate), '-t', `${seconds}s`, '-c', String(connections), '-p', '50,99', '-r', '0.00001'];
		const what = ['-payload-file', bodyFile, '-H', 'content-type: application/json', `http://${address}${path}`];
		const {cpuSeconds} = await runPinned(tools.fortio, ['load', '-uniform', ...pace, '-json', out, ...what]);
		const result = JSON.parse(await readFile(out, 'utf8')) as {
			readonly ActualQPS: number;
			readonly DurationHistogram: {readonly Percentiles: readonly {readonly Value: number}[]};
		};
		const [p50 = 0, p99 = 0] = result.DurationHistogram.Percentiles.map(({Value}) => 1000 * Value);
		return {requestsPerSecond: result.ActualQPS, p50Ms: p50, p99Ms: p99, cpuSeconds};
	});

/** As fast as they can. */
export const racers: Readonly<Record<string, Generator>> = {'send-test': ours('service', false), hey, oha};

/** At a rate. Vegeta and fortio count from when a request was sent, as our service time does; our response time from when it was due. */
export const pacers: Readonly<Record<string, Generator>> = {
	'send-test': ours('service', true),
	'send-test, from due': ours('response', true),
	vegeta,
	fortio,
};

async function inFolder<Result>(visit: (folder: string) => Promise<Result>): Promise<Result> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-load-'));
	try {
		return await visit(folder);
	} finally {
		await rm(folder, {recursive: true});
	}
}
