import {stringAt, fieldAt} from '../../../source/objects/object.ts';
import {leases, virtualServices} from '../../../source/objects/resource.ts';
import {createApps} from '../bench/apps.ts';
import {Daemon} from '../bench/daemon.ts';
import {pathOf} from '../bench/paths.ts';
import {setReady} from '../bench/readiness.ts';
import type {Testbed} from '../testbed/testbed.ts';
import {waitFor} from '../testbed/wait.ts';
import {FaultProxy} from './fault-proxy.ts';
import type {Fault} from './faults.ts';

const app = 'wisdom';

/** A daemon of one namespace of its own, behind a network of its own. */
export class Follower {
	readonly #testbed: Testbed;
	readonly #namespace: string;
	readonly #daemon: Daemon;
	readonly #proxy: FaultProxy;
	#isReady = false;

	private constructor(testbed: Testbed, namespace: string, daemon: Daemon, proxy: FaultProxy) {
		this.#testbed = testbed;
		this.#namespace = namespace;
		this.#daemon = daemon;
		this.#proxy = proxy;
	}

	/** Starts one, with an app whose route the daemon has made. */
	static async start(testbed: Testbed, executable: string, namespace: string): Promise<Follower> {
		await createApps(testbed.api, [app], namespace);
		const proxy = await FaultProxy.start(Number(new URL(testbed.server).port));
		const argv = ['watch', '-n', namespace, '--server', `https://127.0.0.1:${proxy.port}`];
		const daemon = await Daemon.start(testbed, executable, '', {name: `daemon-${namespace}`, argv});
		const follower = new Follower(testbed, namespace, daemon, proxy);
		await waitFor('the first route', async () => (await follower.#rules()) === 1);
		return follower;
	}

	/** Milliseconds from when the network worked again until a change was followed that was made when the fault began. */
	async followsThrough({begin, end, limitMs}: Fault): Promise<number> {
		begin(this.#proxy);
		this.#isReady = !this.#isReady;
		await setReady(this.#testbed.api, `${app}-1`, this.#isReady, this.#namespace);
		await end?.(this.#proxy);
		const from = performance.now();
		const isFollowed = async (): Promise<boolean> => (await this.#rules()) === (this.#isReady ? 2 : 1);
		await waitFor('the route to follow', isFollowed, 2 * limitMs + 30_000, 20);
		return performance.now() - from;
	}

	/** Waits until the daemon leads and the network is as it should be, for the next fault. */
	async recovers(): Promise<void> {
		this.#proxy.slow(() => 0);
		const renewTime = async (): Promise<string> => {
			const lease = await this.#testbed.api.expect(pathOf(leases, 'kubectl-iter8', this.#namespace));
			return stringAt(lease, 'spec', 'renewTime') ?? '';
		};
		const before = await renewTime();
		await waitFor('the lease to be renewed', async () => (await renewTime()) > before);
	}

	get warnings(): readonly string[] {
		return this.#daemon.warnings;
	}

	async stop(): Promise<void> {
		await this.#daemon.stop();
		this.#proxy.stop();
	}

	async #rules(): Promise<number> {
		const {code, body} = await this.#testbed.api.call(pathOf(virtualServices, app, this.#namespace));
		const rules = code === 200 ? fieldAt(body, 'spec', 'http') : undefined;
		return Array.isArray(rules) ? rules.length : 0;
	}
}
