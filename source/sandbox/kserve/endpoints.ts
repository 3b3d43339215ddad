import type {Address, Sought} from '../gateway/upstream.ts';
import type {Activator} from './surroundings.ts';

/** Where hosts are served. Requests for a revision whose server is gone wait here for the next one, as at Knative's activator. */
export class Endpoints implements Activator {
	readonly #byHost = new Map<string, Endpoint>();

	/** Where a host is served for one request, which is over when `ended` resolves; undefined for a host that nobody serves. */
	enter(host: string, ended: Promise<unknown>): Sought {
		return this.#byHost.get(host)?.enter(ended);
	}

	/** A host is served here from now on. */
	serve(host: string, address: Address): void {
		const known = this.#byHost.get(host);
		if (known === undefined) this.#byHost.set(host, new Endpoint(address));
		else known.serve(address);
	}

	/** The server there ends: the host is served no more, unless it is by another by now, or is to be. */
	leave(host: string, address: Address): void {
		if (this.#byHost.get(host)?.isAt(address)) this.remove(host);
	}

	/** Nobody serves a host any more, nor will. */
	remove(host: string): void {
		this.#byHost.get(host)?.serve(undefined);
		this.#byHost.delete(host);
	}

	idleFor(host: string): number {
		return this.#byHost.get(host)?.idleFor ?? 0;
	}

	hold(host: string, wake: () => void): void {
		this.#byHost.get(host)?.hold(wake);
	}
}

/** One host: its server, or a promise of one. */
class Endpoint {
	#served: Sought;
	/** While requests are held: begins to make the promise true, and makes it true. */
	#wake: (() => void) | undefined;
	#arrive: (address: Address | undefined) => void = () => undefined;
	#requests = 0;
	#idleSince = Date.now();

	constructor(address: Address) {
		this.#served = address;
	}

	get idleFor(): number {
		return this.#requests > 0 ? 0 : Date.now() - this.#idleSince;
	}

	isAt(address: Address): boolean {
		return this.#served === address;
	}

	enter(ended: Promise<unknown>): Sought {
		this.#requests++;
		const leave = (): void => {
			this.#requests--;
			this.#idleSince = Date.now();
		};
		ended.then(leave, leave);
		const wake = this.#wake;
		this.#wake = undefined;
		wake?.();
		return this.#served;
	}

	serve(address: Address | undefined): void {
		this.#served = address;
		this.#wake = undefined;
		this.#arrive(address);
	}

	hold(wake: () => void): void {
		const {promise, resolve} = Promise.withResolvers<Address | undefined>();
		this.#served = promise;
		this.#arrive = resolve;
		this.#wake = wake;
	}
}
