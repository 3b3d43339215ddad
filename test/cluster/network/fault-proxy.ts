import {once} from 'node:events';
import net, {type AddressInfo, type Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';

/** What a chunk meets on its way, in milliseconds. */
type Way = () => number;

const straight: Way = () => 0;

interface Pair {
	readonly client: Socket;
	readonly server: Socket;
	/** In silence nothing passes, neither data nor the end of one side. */
	isSilent: boolean;
}

/** A network between a client and a server, over TCP, with the faults that networks have. It knows nothing of what it carries. */
export class FaultProxy {
	readonly #target: number;
	readonly #pairs = new Set<Pair>();
	#listener: net.Server;
	#way = straight;
	#silencesNew = false;
	port = 0;

	private constructor(target: number) {
		this.#target = target;
		this.#listener = this.#listenerOf();
	}

	/** A proxy on a free loopback port to another one. */
	static async start(target: number): Promise<FaultProxy> {
		const proxy = new FaultProxy(target);
		await proxy.accept();
		return proxy;
	}

	/** Takes connections, on the port that it had before. */
	async accept(): Promise<void> {
		this.#listener.listen(this.port, '127.0.0.1');
		await once(this.#listener, 'listening');
		this.port = (this.#listener.address() as AddressInfo).port;
	}

	/** Ends all connections and refuses new ones. */
	refuse(): void {
		this.#listener.close();
		this.#listener = this.#listenerOf();
		this.cut();
	}

	/** Ends all connections, on both sides or, with the other side left open in silence, on one. */
	cut(side: 'both' | 'client' | 'server' = 'both'): void {
		for (const pair of this.#pairs) {
			pair.isSilent ||= side !== 'both';
			if (side !== 'server') pair.client.destroy();
			if (side !== 'client') pair.server.destroy();
		}
	}

	/** Keeps all connections open, but lets nothing pass; new ones too, if so told. */
	silence({newToo = false} = {}): void {
		this.#silencesNew = newToo;
		for (const pair of this.#pairs) silencePair(pair);
	}

	/** Lets new connections pass, and what is held back where the network kept it (as TCP sends again what was lost). */
	async resume({delivers}: {readonly delivers: boolean}): Promise<void> {
		this.#silencesNew = false;
		if (!delivers) return;
		for (const pair of this.#pairs) {
			pair.isSilent = false;
			pair.client.resume();
			pair.server.resume();
		}
	}

	/** From now on each chunk takes its time; order stays. */
	slow(way: Way): void {
		this.#way = way;
	}

	stop(): void {
		this.refuse();
		for (const {client, server} of this.#pairs) {
			client.destroy();
			server.destroy();
		}
	}

	#listenerOf(): net.Server {
		return net.createServer(client => {
			const server = net.connect(this.#target, '127.0.0.1');
			const pair: Pair = {client, server, isSilent: false};
			this.#pairs.add(pair);
			this.#carry(client, server, pair);
			this.#carry(server, client, pair);
			if (this.#silencesNew) silencePair(pair);
		});
	}

	#carry(from: Socket, to: Socket, pair: Pair): void {
		let last: Promise<unknown> = Promise.resolve();
		from.on('data', chunk => {
			const ms = this.#way();
			if (ms === 0) last = last.then(() => to.write(chunk));
			else last = Promise.all([last, delay(ms)]).then(() => to.write(chunk));
		});
		from.on('error', () => undefined);
		from.on('close', () => {
			if (!pair.isSilent) to.destroy();
			if (pair.client.destroyed && pair.server.destroyed) this.#pairs.delete(pair);
		});
	}
}

function silencePair(pair: Pair): void {
	pair.isSilent = true;
	pair.client.pause();
	pair.server.pause();
}
