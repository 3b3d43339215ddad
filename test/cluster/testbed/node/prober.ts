import {request as httpRequest} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {connect} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {portNumber, type ContainerSpec, type HttpGetAction, type Probe} from './pod-spec.ts';

/** Turns single answers of a probe into what they mean: yes or no, each only after as many in a row as the probe says. */
export class Verdict {
	readonly #probe: Pick<Probe, 'successThreshold' | 'failureThreshold'>;
	#last: boolean | undefined;
	#inRow = 0;

	constructor(probe: Pick<Probe, 'successThreshold' | 'failureThreshold'>) {
		this.#probe = probe;
	}

	/** The verdict after one more answer; undefined while there are too few alike. */
	after(answer: boolean): boolean | undefined {
		this.#inRow = answer === this.#last ? this.#inRow + 1 : 1;
		this.#last = answer;
		const needed = answer ? this.#probe.successThreshold : this.#probe.failureThreshold;
		return this.#inRow >= needed ? answer : undefined;
	}
}

/** Asks a probe until the signal ends it, and tells each verdict. */
export async function keepProbing(
	probe: Probe,
	container: ContainerSpec,
	address: string,
	signal: AbortSignal,
	tell: (verdict: boolean) => void,
): Promise<void> {
	const verdict = new Verdict(probe);
	await pause((probe.initialDelaySeconds ?? 0) * 1000, signal);
	while (!signal.aborted) {
		const begun = performance.now();
		const answer = await ask(probe, container, address);
		if (signal.aborted) return;
		const said = verdict.after(answer);
		if (said !== undefined) tell(said);
		await pause(Math.max(0, probe.periodSeconds * 1000 - (performance.now() - begun)), signal);
	}
}

async function ask(
	{httpGet, tcpSocket, timeoutSeconds}: Probe,
	container: ContainerSpec,
	address: string,
): Promise<boolean> {
	const timeout = timeoutSeconds * 1000;
	if (httpGet) return getSucceeds(httpGet, container, address, timeout);
	if (tcpSocket) return connects(address, portNumber(container, tcpSocket.port), timeout);
	throw new Error(`container ${container.name} has a probe that this node cannot ask`);
}

/** Whether a GET is answered from 200 to 399 in time. A certificate is not verified, as a kubelet does not. */
export async function getSucceeds(
	{path = '/', port, scheme, httpHeaders = [], host}: HttpGetAction,
	container: ContainerSpec,
	address: string,
	timeout: number,
): Promise<boolean> {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	// Knative's servers tell probes by it
	const agent = {'user-agent': 'kube-probe/1.36'};
	const headers = {...agent, ...Object.fromEntries(httpHeaders.map(({name, value}) => [name, value]))};
	const send = scheme === 'HTTPS' ? httpsRequest : httpRequest;
	const target = {host: host ?? address, port: portNumber(container, port), path, headers};
	const sent = send(
		{...target, agent: false, rejectUnauthorized: false, signal: AbortSignal.timeout(timeout)},
		answer => {
			answer.resume().on('error', () => undefined);
			const code = Number(answer.statusCode);
			resolve(code >= 200 && code < 400);
		},
	);
	sent.on('error', () => resolve(false));
	sent.end();
	return promise;
}

async function connects(host: string, port: number, timeout: number): Promise<boolean> {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const socket = connect({host, port, timeout});
	socket
		.on('connect', () => resolve(true))
		.on('timeout', () => resolve(false))
		.on('error', () => resolve(false));
	const answer = await promise;
	socket.destroy();
	return answer;
}

/** Milliseconds, or less when the signal comes. */
export async function pause(time: number, signal: AbortSignal): Promise<void> {
	await delay(time, undefined, {signal}).catch(() => undefined);
}
