import {openAppGateway, type AppGateway} from '../../inference/app-gateway.ts';
import {sendMany, type Outcome} from '../../inference/load.ts';
import {makeModelInput} from '../../inference/model-input.ts';
import {prepareInput} from '../../inference/protocols/exchange.ts';
import {appPath, inputAt, versionModel} from '../../inference/protocols/request-place.ts';
import {sendPrepared} from '../../inference/protocols/send-prepared.ts';
import {answerFault, isRouteless, versionRequest} from '../../inference/version-probe.ts';
import {readApp} from '../../runner/app-state.ts';
import {AnswerCount} from './answer-count.ts';
import {askedOf, type AskedVersion} from './asked-version.ts';
import {keepResults, type Result} from './keep-results.ts';
import type {Test, TestContext} from './test.ts';
import {pairOf, unreachableWords} from './version-pair.ts';

/** One answer, or none, of a version that was asked. */
export interface AskedOutcome {
	readonly asked: string;
	readonly outcome: Outcome;
	/** Why it does not count as a good answer of that version; undefined when it does. */
	readonly failure: string | undefined;
}

/** Headers and outcomes are each version's own. */
export type Comparison = Omit<Test, 'headers' | 'onOutcome' | 'inputs' | 'model' | 'isBinary' | 'skipsBad'> & {
	/** The request; undefined makes one from the model's metadata. */
	readonly body: string | undefined;
	readonly onAsked: (versions: readonly AskedVersion[]) => void;
	readonly onOutcome: (outcome: AskedOutcome) => void;
};

/**
 * Asks an app's primary and one of its candidates the same request, each so often and each alone: through the app's route by
 * what chooses the version, else at its own host. Keeps what that shows of the candidate. Rejects when one of them cannot be asked.
 */
export async function compareVersions(
	context: TestContext,
	app: string,
	candidate: string,
	test: Comparison,
): Promise<void> {
	const {protocol} = prepareInput({body: test.body ?? '', where: 'the request'});
	const path = test.path ?? appPath(protocol, app);
	const state = await readApp(context, app);
	const names = pairOf(state, candidate);
	const opened: Opened[] = [];
	try {
		for (const version of names) {
			opened.push({
				version,
				at: await openAppGateway(context, app, {url: test.url, access: test.access, version, path}),
			});
		}

		test.onAsked(opened.map(({version, at}) => askedOf(version, at.endpoint)));
		const body = test.body ?? (await commonInput(context, opened, test));
		const answers = new AnswerCount();
		const askings = opened.map(each => new Asking(context, [app, ...names], each, {...test, path, body}, answers));
		// By one request each one sees whether the gateway leads to it at all.
		for (const asking of askings) await asking.send(1, 1);
		await Promise.all(askings.map(async asking => asking.send(test.requests - 1, test.concurrency)));
		await keepResults(context, state, test, {results: askings.map(({result}) => result), answers});
	} finally {
		for (const {at} of opened) at.gateway.close();
	}
}

interface Opened {
	readonly version: string;
	readonly at: AppGateway;
}

/** One request for both: made from the metadata of the first model that tells its inputs. */
async function commonInput({signal}: TestContext, opened: readonly Opened[], {timeoutMs}: Comparison): Promise<string> {
	let first: unknown;
	for (const {at} of opened) {
		try {
			return await makeModelInput(at.gateway, at.endpoint.model, {signal, timeoutMs});
		} catch (error) {
			signal.throwIfAborted();
			first ??= error;
		}
	}

	throw first;
}

/** Asks one version, and counts what it answers. */
class Asking {
	readonly #context: TestContext;
	readonly #names: readonly string[];
	readonly #opened: Opened;
	readonly #test: Comparison & {readonly body: string};
	readonly #answers: AnswerCount;
	#sent = 0;
	#failed = 0;

	/** @param names The app's, then those of both versions */
	constructor(
		context: TestContext,
		names: readonly string[],
		opened: Opened,
		test: Comparison & {readonly body: string},
		answers: AnswerCount,
	) {
		this.#context = context;
		this.#names = names;
		this.#opened = opened;
		this.#test = test;
		this.#answers = answers;
	}

	/** Sends so many requests. Rejects when the gateway leads to no such version. */
	async send(requests: number, concurrency: number): Promise<void> {
		const {endpoint, gateway} = this.#opened.at;
		const {body, path, timeoutMs} = this.#test;
		const {signal} = this.#context;
		const own = endpoint.model?.name;
		const model = own === undefined ? undefined : versionModel(own, this.#names);
		const input = inputAt(path, prepareInput({body, where: 'the request'}, {model}));
		const request = versionRequest(endpoint, {body: input.body, path, model, signal, timeoutMs});
		const headers = {...request.headers, ...input.headers};
		const send = async () => sendPrepared(gateway, {...request, headers}, input);
		await sendMany({send, signal, requests, concurrency, onOutcome: outcome => this.#tell(outcome)});
	}

	get result(): Result {
		const {version, at} = this.#opened;
		return {version, way: askedOf(version, at.endpoint).way, requests: this.#sent, failed: this.#failed};
	}

	#tell(outcome: Outcome): void {
		const {
			version,
			at: {endpoint},
		} = this.#opened;
		const isAnswer = !(outcome instanceof Error);
		if (isAnswer && this.#sent === 0 && isRouteless(endpoint, outcome)) {
			throw new Error(unreachableWords(this.#names[0] ?? version, version, endpoint));
		}

		const failure = isAnswer ? answerFault(endpoint, version, outcome) : outcome.message;
		// At its own host nothing else says which version answers.
		const named = isAnswer && endpoint.isDirect ? {...outcome, version} : outcome;
		this.#sent++;
		if (failure !== undefined) this.#failed++;
		this.#answers.add(named);
		this.#test.onOutcome({asked: version, outcome: named, failure});
	}
}
