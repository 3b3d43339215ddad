import {fork} from 'node:child_process';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Address} from '../testbed/address.ts';
import {countedSince, envoyCounters} from './envoy-counters.ts';
import type {GeneratorOptions, Order, Protocol, Word} from './messages.ts';
import {reportOf, type LoadReport} from './report.ts';

export interface LoadOptions {
	/** Where requests are sent. */
	readonly gateway: Address;
	/** Value of the Host header. */
	readonly host: string;
	/** @default '/' */
	readonly path?: string;
	/** Requests a second at most, evenly spaced, every second one with `traffic: test`; fewer where the machine keeps up with no more. @default 200 */
	readonly atMost?: number;
	/** Requests a second whatever the machine keeps up with, which asks nobody before the load. */
	readonly rate?: number;
	/** Name of the first phase. @default 'start' */
	readonly phase?: string;
	/** The load ends by itself after so many seconds … @default 600 */
	readonly maxSeconds?: number;
	/** … or so many requests. @default 200000 */
	readonly maxRequests?: number;
	/** Further headers of every request. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The answers' header that names a version. @default 'app-version' */
	readonly versionHeader?: string;
	/** Of the requests; an answer of V1 does not name its model. @default 'v2' */
	readonly protocol?: Protocol;
	/** Envoy's admin interface, for its counters. */
	readonly envoyAdmin?: Address;
}

const steadyRequests = 2000;
const steadySeconds = 25;

/** A load that runs in a process of its own, so that a test's work does not delay it. */
export interface Load {
	/** Requests sent from now on belong to this phase. Resolves when the generator has taken it over. */
	mark(phase: string): Promise<void>;
	/** Waits until so many requests of the present phase were sent. */
	sent(count: number): Promise<void>;
	/** Waits until the present phase has what a steady one must have: 2,000 requests, or what this machine sends in 25 s. */
	steady(): Promise<void>;
	/** Stops sending, waits for the answers still open, and counts. */
	stop(): Promise<LoadReport>;
}

/** Starts a constant-rate, open-loop load of inference requests, each a digit on which the models differ. */
export async function startLoad(options: LoadOptions): Promise<Load> {
	const {gateway, host, path = '/', atMost = 200, rate, phase = 'start', envoyAdmin} = options;
	const {maxSeconds = 600, maxRequests = 200_000, headers = {}} = options;
	const {versionHeader = 'app-version', protocol = 'v2'} = options;
	const before = envoyAdmin && (await envoyCounters(envoyAdmin));
	const generator = new GeneratorProcess({
		gateway,
		host,
		path,
		atMost,
		...(rate === undefined ? {} : {rate}),
		phase,
		maxSeconds,
		maxRequests,
		headers,
		versionHeader,
		protocol,
	});
	await generator.begun;
	return {
		async mark(next) {
			await generator.order({verb: 'mark', phase: next});
		},
		async sent(count) {
			await generator.order({verb: 'sent', count});
		},
		async steady() {
			await Promise.race([generator.order({verb: 'sent', count: steadyRequests}), delay(steadySeconds * 1000)]);
		},
		async stop() {
			const {records = []} = await generator.order({verb: 'stop'});
			generator.end();
			return reportOf(records, envoyAdmin && before && countedSince(before, await envoyCounters(envoyAdmin)));
		},
	};
}

/** The process that sends, and the orders it has not answered yet. */
class GeneratorProcess {
	readonly begun: Promise<Word>;
	readonly #child;
	readonly #waiting = new Map<number, PromiseWithResolvers<Word>>();
	#orders = 0;

	constructor(options: GeneratorOptions) {
		// advanced: the records of a long load are large as JSON
		this.#child = fork(join(import.meta.dirname, 'generator.ts'), [JSON.stringify(options)], {
			serialization: 'advanced',
			execArgv: [],
		});
		this.begun = this.#expect(0);
		this.#child.on('message', (word: Word) => {
			this.#waiting.get(word.id)?.resolve(word);
			this.#waiting.delete(word.id);
		});
		this.#child.on('exit', code => {
			for (const {reject} of this.#waiting.values()) reject(new Error(`the load generator ended with ${code}`));
		});
	}

	async order(order: Omit<Order, 'id'>): Promise<Word> {
		const id = ++this.#orders;
		const answer = this.#expect(id);
		this.#child.send({id, ...order});
		return answer;
	}

	end(): void {
		this.#child.disconnect();
	}

	async #expect(id: number): Promise<Word> {
		const waiting = Promise.withResolvers<Word>();
		this.#waiting.set(id, waiting);
		return waiting.promise;
	}
}
