import {run} from './command.ts';

/** Addresses of this machine that an EndpointSlice takes. */
export interface LoopbackAddresses {
	readonly addresses: readonly string[];
	/** Takes them off the loopback device again. */
	remove(): Promise<void>;
}

/** One more would leave the block. */
const most = 254;

/**
 * Adds addresses to the loopback device: an EndpointSlice refuses those of 127.0.0.0/8. They are of 198.18.0.0/15, the range for
 * benchmarks (RFC 2544), in a block of this process; what a killed one left there is taken over.
 * @throws Error when this is not run as root of the machine or container.
 */
export async function addLoopbackAddresses(count: number): Promise<LoopbackAddresses> {
	if (count > most) throw new Error(`${count} addresses were asked for; a process has ${most}`);
	if (process.getuid?.() !== 0) {
		throw new Error('addresses can be added to the loopback device by root only: run the cluster tests as root');
	}

	const block = process.pid % 512;
	const addresses = Array.from({length: count}, (_, index) => `198.${18 + (block >> 8)}.${block & 255}.${index + 1}`);
	try {
		// `replace` does not mind an address that is there
		for (const address of addresses) await ip('replace', address);
	} catch (error) {
		throw new Error('no address could be added to the loopback device: this needs the capability NET_ADMIN', {
			cause: error,
		});
	}

	return {
		addresses,
		async remove() {
			for (const address of addresses) await ip('del', address);
		},
	};
}

async function ip(verb: 'replace' | 'del', address: string): Promise<void> {
	await run('ip', ['address', verb, `${address}/32`, 'dev', 'lo']);
}
