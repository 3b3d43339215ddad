import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {buildConnector, Client, Dispatcher} from 'undici';

/** Opens a stream to a gateway, one that is connected, and whose TLS is agreed upon. The signal says that nobody waits any more. */
export type OpenStream = (signal: AbortSignal) => Promise<Duplex>;

/** One connection to a gateway, for one request at a time. It opens a new stream when its last one has ended. */
export interface Connection {
	dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void;
	/** Whether the other side has ended the stream. */
	isEnded(): boolean;
}

/** The connections of one gateway: as many as there were requests under way at a time. */
export class Connections {
	readonly #openStream: OpenStream;
	readonly #free: KeptConnection[] = [];
	readonly #all = new Set<KeptConnection>();
	#isClosed = false;

	constructor(openStream: OpenStream) {
		this.#openStream = openStream;
	}

	/** Lends a connection to one request. One whose request fails is ended, since what came of it is not known. */
	async use<Result>(request: (connection: Connection) => Promise<Result>): Promise<Result> {
		const connection = this.#free.pop() ?? (await this.#open());
		try {
			const result = await request(connection);
			this.#free.push(connection);
			return result;
		} catch (error) {
			this.#all.delete(connection);
			connection.end();
			throw error;
		}
	}

	close(): void {
		this.#isClosed = true;
		for (const connection of this.#all) connection.end();
	}

	async #open(): Promise<KeptConnection> {
		// Loaded with the first request: it takes long, and many who open a gateway never send anything.
		// By its default: in the bundle a CommonJS module that is loaded late has no other name.
		const {default: undici} = await import('undici');
		const connection = new KeptConnection(undici.Client, this.#openStream);
		if (this.#isClosed) connection.end();
		else this.#all.add(connection);
		return connection;
	}
}

class KeptConnection implements Connection {
	readonly #client: Client;
	readonly #ending = new AbortController();
	#stream: Duplex | undefined;

	constructor(kind: typeof Client, openStream: OpenStream) {
		this.#client = new kind('http://gateway', {
			// Who sends a request says how long it may take; a connection is kept for as long as the gateway keeps it.
			connectTimeout: 0,
			headersTimeout: 0,
			bodyTimeout: 0,
			keepAliveTimeout: 600_000,
			connect: (_options, callback) => void this.#connect(openStream, callback),
		});
	}

	async #connect(openStream: OpenStream, callback: buildConnector.Callback): Promise<void> {
		let stream;
		try {
			stream = await openStream(this.#ending.signal);
		} catch (error) {
			callback(error as Error, null);
			return;
		}

		this.#stream = stream;
		// Of what its type says of a socket, `ref` and `unref` are asked of a stream.
		callback(null, stream as Socket);
	}

	dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void {
		this.#client.dispatch(options, handler);
	}

	isEnded(): boolean {
		return this.#stream?.readableEnded ?? false;
	}

	end(): void {
		this.#ending.abort();
		void this.#client.destroy();
	}
}
