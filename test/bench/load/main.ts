import {pacers, racers, type Round} from './generators.ts';
import {withUpstream} from './pinned.ts';
import {installTools} from './tools.ts';

// `npm run bench:load`: our load generator beside others, each on the same core, in turn, straight to a fast server on another.

const rounds = 3;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 8);
/** Requests a second that all of them hold. */
const rate = 1000;
/** As a small model takes. */
const modelTime = '5ms';
const leastOfOthers = 0.6;
const mostApart = 0.1;

type Results = ReadonlyMap<string, readonly Round[]>;

async function measure(generators: typeof racers, upstream: readonly string[]): Promise<Results> {
	const results = new Map<string, Round[]>();
	await withUpstream(upstream, async address => {
		for (let round = 0; round < rounds; round++) {
			for (const [name, generate] of Object.entries(generators)) {
				results.set(name, [...(results.get(name) ?? []), await generate(address, seconds, rate)]);
			}
		}
	});
	return results;
}

function median(values: readonly number[]): number {
	return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(title: string, results: Results): void {
	const heads = ['requests/s', 'p50 ms', 'p99 ms (least … most)', 'CPU s/1000 requests'];
	console.log(`\n${title}\n${''.padEnd(22)}${heads.map(head => head.padStart(28)).join('')}`);
	for (const [name, all] of results) {
		const p99 = all.map(({p99Ms}) => p99Ms);
		const cells = [
			median(all.map(({requestsPerSecond}) => requestsPerSecond)).toFixed(0),
			median(all.map(({p50Ms}) => p50Ms)).toFixed(3),
			`${median(p99).toFixed(3)} (${Math.min(...p99).toFixed(3)} … ${Math.max(...p99).toFixed(3)})`,
			median(all.map(each => (1000 * each.cpuSeconds) / (each.requestsPerSecond * seconds))).toFixed(3),
		];
		console.log(`${name.padEnd(22)}${cells.map(cell => cell.padStart(28)).join('')}`);
	}
}

/** Says whether it holds, and makes the bench fail when it does not. */
function hold(words: string, holds: boolean): void {
	console.log(`${holds ? 'holds' : 'DOES NOT HOLD'}: ${words}`);
	if (!holds) process.exitCode = 1;
}

await installTools({withOha: true});
const race = await measure(racers, []);
print(`As fast as they can, over 64 connections, ${rounds} rounds of ${seconds} s`, race);
const speed = (name: string): number => median((race.get(name) ?? []).map(each => each.requestsPerSecond));
for (const name of Object.keys(racers).slice(1)) {
	const ratio = speed('send-test') / speed(name);
	hold(`${ratio.toFixed(2)} of the requests/s of ${name}, at least ${leastOfOthers}`, ratio >= leastOfOthers);
}

for (const delay of ['0ms', modelTime]) {
	const paced = await measure(pacers, ['-delay', delay]);
	print(`${rate} requests/s to a server that takes ${delay}, ${rounds} rounds of ${seconds} s`, paced);
	const p50 = (name: string): number => median((paced.get(name) ?? []).map(each => each.p50Ms));
	const p99 = (name: string): readonly number[] => (paced.get(name) ?? []).map(each => each.p99Ms);
	for (const name of ['vegeta', 'fortio']) {
		const apart = p50('send-test') / p50(name) - 1;
		hold(`p50 ${(100 * apart).toFixed(1)} % from that of ${name}, at most 10 %`, Math.abs(apart) <= mostApart);
		const [least, most] = [Math.min(...p99(name)), Math.max(...p99(name))];
		const own = median(p99('send-test'));
		hold(`p99 ${own.toFixed(3)} ms within the rounds of ${name}`, own <= most || own <= 1.1 * least);
	}
}
