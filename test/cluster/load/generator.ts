import {Agent, request} from 'node:http';
import {text} from 'node:stream/consumers';
import {fieldAt, stringAt} from '../../../source/objects/object.ts';
import {modelNames, readRequests, type ModelName, type ModelRequest} from '../testbed/models.ts';
import type {GeneratorOptions, Order, Word} from './messages.ts';
import type {RequestKind, RequestRecord} from './record.ts';

/** Often enough for 1000 requests a second to be evenly spaced. */
const tick = 1;
const answerTimeout = 30_000;

/** Sends requests at a constant rate, whether or not earlier ones were answered, and keeps a record of each. */
class Generator {
	readonly #options: GeneratorOptions;
	readonly #requests: readonly (ModelRequest & {readonly body: string})[];
	readonly #agent = new Agent({keepAlive: true});
	readonly #records: RequestRecord[] = [];
	readonly #start = performance.now();
	readonly #sent = new Map<string, number>();
	readonly #awaited: {readonly count: number; readonly resolve: () => void}[] = [];
	#phase: string;
	#sequence = 0;
	#open = 0;
	readonly #answered = Promise.withResolvers<void>();
	#isStopped = false;
	readonly #timer: NodeJS.Timeout;

	constructor(options: GeneratorOptions) {
		this.#options = options;
		this.#phase = options.phase;
		const telling = readRequests().filter(({differs}) => differs);
		this.#requests = telling.map(line => ({...line, body: JSON.stringify(line.request)}));
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
		const {rate, maxSeconds, maxRequests} = this.#options;
		const seconds = Math.min((performance.now() - this.#start) / 1000, maxSeconds);
		const due = Math.min(Math.floor(seconds * rate), maxRequests);
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
		const chosen = this.#requests[Math.floor(sequence / 2) % this.#requests.length];
		if (chosen === undefined) throw new Error('requests.jsonl holds no request on which the models differ');
		const answer = await this.#ask(kind, chosen).catch(error => ({
			outcome: String((error as NodeJS.ErrnoException).code ?? error),
			agrees: [],
		}));
		const latency = performance.now() - sentAt;
		this.#records.push({sequence, phase, kind, sentAt: sentAt - this.#start, latency, ...answer});
		this.#open--;
		if (this.#isStopped && this.#open === 0) this.#answered.resolve();
	}

	async #ask(
		kind: RequestKind,
		{body, expected}: ModelRequest & {readonly body: string},
	): Promise<Pick<RequestRecord, 'outcome' | 'detail' | 'appVersion' | 'modelName' | 'modelVersion' | 'agrees'>> {
		const {gateway, host, path, headers} = this.#options;
		const {promise, resolve, reject} = Promise.withResolvers<[number, string | undefined, string]>();
		const sent = request(
			{
				...gateway,
				path,
				method: 'POST',
				agent: this.#agent,
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
				const version = answer.headers['app-version'];
				text(answer).then(said => resolve([Number(answer.statusCode), version?.toString(), said]), reject);
			},
		);
		sent.on('timeout', () => sent.destroy(new Error('timeout')));
		sent.on('error', reject);
		sent.end(body);
		const [code, appVersion, said] = await promise;
		const version = appVersion === undefined ? {} : {appVersion};
		if (code !== 200) return {outcome: String(code), detail: said.slice(0, 200), ...version, agrees: []};
		return {outcome: '200', ...version, ...readAnswer(said, expected)};
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

function readAnswer(
	said: string,
	expected: Readonly<Record<ModelName, number>>,
): Pick<RequestRecord, 'modelName' | 'modelVersion' | 'agrees'> {
	const answer: unknown = JSON.parse(said);
	const outputs = fieldAt(answer, 'outputs');
	const numbers = fieldAt(Array.isArray(outputs) ? outputs[0] : undefined, 'data');
	const prediction: unknown = Array.isArray(numbers) ? numbers[0] : undefined;
	const modelName = stringAt(answer, 'model_name');
	const modelVersion = stringAt(answer, 'model_version');
	return {
		...(modelName === undefined ? {} : {modelName}),
		...(modelVersion === undefined ? {} : {modelVersion}),
		agrees: modelNames.filter(model => expected[model] === prediction),
	};
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
say({id: 0});
