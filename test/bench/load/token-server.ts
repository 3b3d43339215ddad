import http from 'node:http';
import type {AddressInfo} from 'node:net';

/** How the tokens of an answer come, in milliseconds. */
export interface TokenPace {
	readonly firstMs: number;
	readonly gapMs: number;
	readonly tokens: number;
}

/** A server of OpenAI chat that streams tokens at exact times, and knows when it really wrote each. */
export interface TokenServer {
	readonly url: string;
	/** From the arrival of each request to its first token. */
	readonly firstMs: readonly number[];
	/** Between one token and the next. */
	readonly gapsMs: readonly number[];
	close(): void;
}

export async function startTokenServer({firstMs, gapMs, tokens}: TokenPace): Promise<TokenServer> {
	const seen = {firstMs: [] as number[], gapsMs: [] as number[]};
	const server = http.createServer((request, response) => {
		const start = performance.now();
		request.resume();
		response.writeHead(200, {'content-type': 'text/event-stream', 'app-version': 'llm-0'});
		response.flushHeaders();
		response.socket?.setNoDelay(true);
		let last = start;
		const write = (index: number): void => {
			const now = performance.now();
			if (index === 0) seen.firstMs.push(now - start);
			else seen.gapsMs.push(now - last);
			last = now;
			response.write(`data: ${event(index)}\n\n`);
			if (index + 1 === tokens) response.end('data: [DONE]\n\n');
			// From the request's start, so that no delay adds to the next.
			else at(start + firstMs + (index + 1) * gapMs, () => write(index + 1));
		};
		at(start + firstMs, () => write(0));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as AddressInfo;
	return {
		...seen,
		url: `http://127.0.0.1:${port}`,
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}

/** Calls at a moment of `performance.now`: a timer to shortly before it, and then at each turn of the event loop. */
function at(moment: number, call: () => void): void {
	const left = moment - performance.now();
	if (left <= 0) call();
	else if (left > 2) setTimeout(at, Math.floor(left - 1.5), moment, call);
	else setImmediate(at, moment, call);
}

function event(index: number): string {
	const choices = [{index: 0, delta: {content: `t${index} `}, finish_reason: null}];
	return JSON.stringify({id: 'c', object: 'chat.completion.chunk', model: 'llm', choices});
}
