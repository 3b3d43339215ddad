import {Agent} from 'node:http';
import {readRequests} from '../testbed/models.ts';
import {ask, type Question} from './ask.ts';
import type {GeneratorOptions, Order, Word} from './messages.ts';
import {paceOf, pacing} from './pace.ts';
import {bodyOf} from './protocol.ts';
import type {RequestKind, RequestRecord} from './record.ts';

/** Often enough for 1000 requests a second to be evenly spaced. */
const tick = 1;

/** Sends requests at a constant rate, whether or not earlier ones were answered, and keeps a record of each. */
class Generator {
	readonly #options: GeneratorOptions;
	readonly #requests: readonly Question[];
	readonly #agent = new Agent({keepAlive: true});
	readonly #records: RequestRecord[] = [];
	#rate = 0;
	#start = 0;
	readonly #sent = new Map<string, number>();
	readonly #awaited: {readonly count: number; readonly resolve: () => void}[] = [];
	#phase: string;
	#sequence = 0;
	#open = 0;
	readonly #answered = Promise.withResolvers<void>();
	#isStopped = false;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: GeneratorOptions) {
		this.#options = options;
		this.#phase = options.phase;
		const telling = readRequests().filter(({differs}) => differs);
		this.#requests = telling.map(line => ({...line, body: bodyOf(line, options.protocol)}));
	}

	/** Sends from now on, at the given rate or the one that this machine keeps up with. */
	async start(): Promise<void> {
		this.#rate = this.#options.rate ?? (await this.#measurePace());
		this.#start = performance.now();
		this.#timer = setInterval(() => this.#sendDue(), tick);
	}

	mark(phase: string): void {
		this.#phase = phase;
	}

	/** Resolves when so many requests of the present phase were sent. */
	async sent(count: number): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#awaited.push({count, resolve});
		this.#resolveDue();
		return promise;
	}

	/** Sends no more, and waits for the answers. */
	async stop(): Promise<readonly RequestRecord[]> {
		clearInterval(this.#timer);
		this.#isStopped = true;
		if (this.#open > 0) await this.#answered.promise;
		this.#agent.destroy();
		return this.#records.toSorted((a, b) => a.sequence - b.sequence);
	}

	#sendDue(): void {
		const {maxSeconds, maxRequests} = this.#options;
		const seconds = Math.min((performance.now() - this.#start) / 1000, maxSeconds);
		const due = Math.min(Math.floor(seconds * this.#rate), maxRequests);
		while (this.#sequence < due) this.#send();
		this.#resolveDue();
	}

	#send(): void {
		const sequence = this.#sequence++;
		this.#sent.set(this.#phase, (this.#sent.get(this.#phase) ?? 0) + 1);
		this.#open++;
		void this.#record(sequence, this.#phase, sequence % 2 === 0 ? 'plain' : 'test');
	}

	async #record(sequence: number, phase: string, kind: RequestKind): Promise<void> {
		const sentAt = performance.now();
		const answer = await ask(this.#options, this.#agent, kind, this.#question(sequence));
		const latency = performance.now() - sentAt;
		this.#records.push({sequence, phase, kind, sentAt: sentAt - this.#start, latency, ...answer});
		this.#open--;
		if (this.#isStopped && this.#open === 0) this.#answered.resolve();
	}

	#question(sequence: number): Question {
		const chosen = this.#requests[Math.floor(sequence / 2) % this.#requests.length];
		if (chosen === undefined) throw new Error('requests.jsonl holds no request on which the models differ');
		return chosen;
	}

	async #measurePace(): Promise<number> {
		const latencies: number[] = [];
		for (let sequence = 0; sequence < 2 * pacing; sequence++) {
			const sentAt = performance.now();
			const {outcome} = await ask(this.#options, this.#agent, 'plain', this.#question(sequence));
			if (outcome !== '200') throw new Error(`a request before the load was answered ${outcome}`);
			latencies.push(performance.now() - sentAt);
		}
		return paceOf(latencies.slice(pacing), this.#options.atMost);
	}

	#resolveDue(): void {
		const sent = this.#sent.get(this.#phase) ?? 0;
		const due = this.#awaited.filter(({count}) => count <= sent);
		for (const wait of due) {
			this.#awaited.splice(this.#awaited.indexOf(wait), 1);
			wait.resolve();
		}
	}
}

const generator = new Generator(JSON.parse(String(process.argv[2])) as GeneratorOptions);
const say = (word: Word): void => void process.send?.(word);
const obey = async ({id, verb, phase = '', count = 0}: Order): Promise<Word> => {
	if (verb === 'stop') return {id, records: await generator.stop()};
	if (verb === 'mark') generator.mark(phase);
	else await generator.sent(count);
	return {id};
};

process.on('message', (order: Order) => void obey(order).then(say));
// the test that started us is gone
process.on('disconnect', () => process.exit());
await generator.start();
say({id: 0});
