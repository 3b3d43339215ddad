import {setTimeout as delay} from 'node:timers/promises';
import type {FaultProxy} from './fault-proxy.ts';

/** What can happen to a network. */
export interface Fault {
	readonly name: string;
	/** How long after the network works again a change must be followed, in milliseconds. */
	readonly limitMs: number;
	/** Begins it. */
	readonly begin: (proxy: FaultProxy) => void;
	/** Resolves when the network works again, at least for new connections. */
	readonly end?: (proxy: FaultProxy) => Promise<void>;
}

/** Following again after an answer that tells that nobody is there. */
const told = 2000;
/** Following again after silence, which only a time-out tells from a quiet day. */
const untold = 90_000;

export const faults: readonly Fault[] = [
	{name: 'all connections cut', limitMs: told, begin: proxy => proxy.cut()},
	{
		name: 'refused for 5 s',
		limitMs: told,
		begin: proxy => proxy.refuse(),
		end: async proxy => delay(5000).then(() => proxy.accept()),
	},
	{
		name: 'refused for 40 s',
		limitMs: told,
		begin: proxy => proxy.refuse(),
		end: async proxy => delay(40_000).then(() => proxy.accept()),
	},
	{
		name: 'packets lost for 45 s, then sent again',
		limitMs: untold,
		begin: proxy => proxy.silence({newToo: true}),
		end: async proxy => delay(45_000).then(() => proxy.resume({delivers: true})),
	},
	{
		name: 'packets lost for 45 s, old connections dead and open',
		limitMs: untold,
		begin: proxy => proxy.silence({newToo: true}),
		end: async proxy => delay(45_000).then(() => proxy.resume({delivers: false})),
	},
	{name: 'old connections dead and open', limitMs: untold, begin: proxy => proxy.silence()},
	{name: "server's side cut, ours open", limitMs: untold, begin: proxy => proxy.cut('server')},
	{name: "our side cut, the server's open", limitMs: told, begin: proxy => proxy.cut('client')},
	{name: 'each chunk 300 ms late', limitMs: untold, begin: proxy => proxy.slow(() => 300)},
	{
		name: 'one chunk in five lost and sent again',
		limitMs: untold,
		begin: proxy => proxy.slow(() => (Math.random() < 0.2 ? 200 + 800 * Math.random() : 1)),
	},
];
