import type {OutputTensor} from '../../analysis/answers/output.ts';
import type {VersionAnswer} from '../../analysis/comparison/pair.ts';
import type {AppGateway} from '../../inference/app-gateway.ts';
import type {Answer} from '../../inference/gateway.ts';
import {isSuccess} from '../../inference/infer.ts';
import type {Input} from '../../inference/input/input.ts';
import type {Outcome} from '../../inference/load.ts';
import {readMetadata} from '../../inference/model-metadata.ts';
import {listenTo, prepareInput, type NamedModel, type PreparedInput} from '../../inference/protocols/exchange.ts';
import {appModel, inputAt, requestPath, versionModel} from '../../inference/protocols/request-place.ts';
import {answerFault, isRouteless, versionRequest} from '../../inference/version-probe.ts';
import {askedOf, type AskedVersion} from '../send-test/asked-version.ts';
import {unreachableWords} from '../send-test/version-pair.ts';
import type {ComparisonPlan} from './comparison-plan.ts';

type Asking = Pick<ComparisonPlan, 'path' | 'headers' | 'model' | 'isBinary' | 'timeoutMs'>;

/** Asks one version of an app, alone. */
export class VersionAsker {
	readonly asked: AskedVersion;
	/** Told what came of each request. */
	onOutcome: (outcome: Outcome) => void = () => undefined;
	readonly at: AppGateway;
	readonly #app: string;
	readonly #names: readonly string[];
	readonly #asking: Asking;
	readonly #signal: AbortSignal;
	readonly #prepared = new Map<Input, PreparedInput>();

	/** @param names The app's, then those of both versions */
	constructor(version: string, names: readonly string[], at: AppGateway, asking: Asking, signal: AbortSignal) {
		this.asked = askedOf(version, at.endpoint);
		this.at = at;
		this.#app = names[0] ?? version;
		this.#names = names;
		this.#asking = asking;
		this.#signal = signal;
	}

	/** What the model tells of itself; undefined where it does not. */
	async metadata(): Promise<unknown> {
		const {endpoint, gateway} = this.at;
		const {model: named, timeoutMs} = this.#asking;
		if (!endpoint.model) return undefined;
		const model = named === undefined ? endpoint.model : {...endpoint.model, name: named};
		return readMetadata(gateway, model, {signal: this.#signal, timeoutMs});
	}

	/** Asks one input. Rejects when the gateway leads to no such version, and with the reason of the signal. */
	async ask(input: Input, signal: AbortSignal): Promise<VersionAnswer> {
		const {endpoint, gateway} = this.at;
		const prepared = this.prepare(input);
		const listener = listenTo(prepared);
		const request = versionRequest(endpoint, {
			body: prepared.body,
			path: requestPath(prepared.protocol, this.#app, this.#asking),
			// One that was asked for by name is so at both, whatever theirs are.
			model: this.#asking.model === undefined ? this.#namedModel() : undefined,
			signal,
			timeoutMs: this.#asking.timeoutMs,
		});
		const headers = {...request.headers, ...prepared.headers, ...this.#asking.headers, ...endpoint.headers};
		const start = performance.now();
		let answer: Answer;
		try {
			answer = await gateway.send({...request, headers, ...(listener.onChunk && {onChunk: listener.onChunk})});
		} catch (error) {
			signal.throwIfAborted();
			const failure = error instanceof Error ? error : new Error(String(error), {cause: error});
			this.onOutcome(failure);
			return {status: undefined, failure: failure.message, latencyMs: performance.now() - start, outputs: []};
		}

		const {version} = this.asked;
		if (isRouteless(endpoint, answer)) throw new Error(unreachableWords(this.#app, version, endpoint));
		// At its own host nothing else says which version answers.
		this.onOutcome(endpoint.isDirect ? {...answer, version} : answer);
		const {status, elapsedMs: latencyMs} = answer;
		const fault = answerFault(endpoint, version, answer);
		const isAstray = isSuccess(answer);
		if (fault !== undefined) return {status, failure: fault, latencyMs, outputs: [], isAstray};
		const {outputs, failure} = prepared.protocol ? listener.read(answer) : wholeAnswer(answer);
		const why = failure ?? (outputs.length === 0 ? 'has no outputs' : undefined);
		if (why !== undefined) return {status, failure: `the answer of ${version} ${why}`, latencyMs, outputs: []};
		return {status, failure: undefined, latencyMs, outputs};
	}

	close(): void {
		this.at.gateway.close();
	}

	/** Makes an input ready for this version, once. Throws an Error that names the input where that fails. */
	prepare(input: Input): PreparedInput {
		const known = this.#prepared.get(input);
		if (known) return known;
		const {path, isBinary} = this.#asking;
		const prepared = inputAt(path, prepareInput(input, {model: this.#namedModel(), isBinary}));
		this.#prepared.set(input, prepared);
		return prepared;
	}

	#namedModel(): NamedModel | undefined {
		const {model} = this.#asking;
		if (model !== undefined) return appModel(model, true);
		const own = this.at.endpoint.model?.name;
		return own === undefined ? undefined : versionModel(own, this.#names);
	}
}

/** What no protocol is known of is compared as it is, by its JSON or its text. */
function wholeAnswer({body}: Answer): {readonly outputs: readonly OutputTensor[]; readonly failure?: string} {
	return {outputs: [{name: 'answer', datatype: 'BYTES', shape: [1], data: [body]}]};
}
