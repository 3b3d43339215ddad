import {lookup, type LookupAddress} from 'node:dns';
import {BlockList, type LookupFunction} from 'node:net';

/** Addresses that no Service has, and behind which a machine or a cloud answers for itself. */
const nobodysServices = new BlockList();
const blocked: readonly (readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'])[] = [
	['0.0.0.0', 8, 'ipv4'],
	['127.0.0.0', 8, 'ipv4'],
	['169.254.0.0', 16, 'ipv4'],
	['192.0.0.0', 24, 'ipv4'], // Oracle's metadata
	['100.100.100.200', 32, 'ipv4'], // Alibaba's
	['168.63.129.16', 32, 'ipv4'], // Azure's
	['224.0.0.0', 3, 'ipv4'], // multicast, reserved, broadcast
	['::', 96, 'ipv6'], // unspecified, loopback, IPv4 in the old way
	['fe80::', 10, 'ipv6'],
	['fec0::', 10, 'ipv6'],
	['ff00::', 8, 'ipv6'],
	['64:ff9b::', 32, 'ipv6'], // IPv4 behind NAT64
	['2002::', 16, 'ipv6'], // and 6to4
	['fd00:ec2::', 32, 'ipv6'], // Amazon's metadata
	['fd20:ce::', 32, 'ipv6'], // Google's
];
for (const [network, prefix, family] of blocked) nobodysServices.addSubnet(network, prefix, family);

/** Whether an address may be that of a Service: not loopback, link-local, unspecified, multicast, or a cloud's metadata service. */
export function mayBeService({address, family}: LookupAddress): boolean {
	return !nobodysServices.check(address.replace(/%.*/, ''), family === 6 ? 'ipv6' : 'ipv4');
}

type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/**
 * A lookup for connections inside a cluster, where the name of a Service may stand for anything (ExternalName). The addresses
 * that it gives are those that are connected to, so that nothing can change in between; a name with any other address fails.
 */
export function clusterLookup(resolve: Resolve = resolveAll): LookupFunction {
	return (hostname, options, callback) => {
		const answer = async (): Promise<void> => {
			let addresses: readonly LookupAddress[];
			try {
				addresses = await resolve(hostname);
			} catch (error) {
				callback(error as NodeJS.ErrnoException, '');
				return;
			}

			const [first] = addresses;
			const odd = addresses.find(each => !mayBeService(each));
			if (!first || odd) {
				const where = odd ? `stands for ${odd.address}, which is no Service's` : 'has no address';
				callback(new Error(`${hostname} ${where}`), '');
			} else if (options.all) callback(null, [...addresses]);
			else callback(null, first.address, first.family);
		};
		void answer();
	};
}

const resolveAll: Resolve = hostname =>
	new Promise((resolve, reject) => {
		lookup(hostname, {all: true}, (error, addresses) => (error ? reject(error) : resolve(addresses)));
	});
