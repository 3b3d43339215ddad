/** The testbed's own address on the bridge that links its pods: their gateway, their DNS, and where they find the API server. */
export const podGateway = '10.244.0.1';
/** The addresses of pods. */
export const podRange = {length: 16, first: 2};
/** The addresses of Services. */
export const serviceRange = '10.96.0.0/16';

/** The address of the pod with this number, from `podRange.first` on. */
export function podAddress(number: number): string {
	if (number >= 2 ** podRange.length - 1) throw new Error('all addresses of pods have been used');
	return `10.244.${number >> 8}.${number & 255}`;
}

/** Whether this process runs in the testbed's own network (`private-network.sh` says so: the bridge is not shown while it has no pods). */
export function inPrivateNetwork(): boolean {
	return process.env['ITER8_PRIVATE_NETWORK'] === 'true';
}

/** @throws Error where pods cannot run, as this process is not in the testbed's own network. */
export function requirePrivateNetwork(): void {
	if (inPrivateNetwork()) return;
	throw new Error(
		'pods need a network of their own: start this through `npm run test:kserve -- FILE`, or any program through `node test/cluster/testbed/network/private-network.ts PROGRAM`',
	);
}
