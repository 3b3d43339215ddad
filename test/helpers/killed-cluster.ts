import type {Cluster} from '../../source/objects/cluster.ts';

const writing = ['create', 'replace', 'apply', 'patch', 'delete'] as const;

/** When a process dies: before or after one of its writes, counted from 0. */
export interface Death {
	readonly write: number;
	readonly when: 'before' | 'after';
}

/** A cluster as a process sees it that is killed at one of its writes: from then on nothing that it asks is answered. */
export function killedCluster(
	cluster: Cluster,
	death: Death | undefined,
): {readonly cluster: Cluster; readonly writes: () => number} {
	let writes = 0;
	let isDead = false;
	const die = (): never => {
		isDead = true;
		throw new Error('killed');
	};
	const seen = new Proxy(cluster, {
		get(target, key: keyof Cluster) {
			const value: unknown = target[key];
			if (typeof value !== 'function') return value;
			const call = value.bind(target) as (...args: readonly unknown[]) => Promise<unknown>;
			if (!writing.some(verb => verb === key)) {
				return (...args: readonly unknown[]) => (isDead ? die() : call(...args));
			}

			return async (...args: readonly unknown[]) => {
				if (isDead) die();
				if (isHarmless(args)) return call(...args);
				const number = writes++;
				if (death?.write === number && death.when === 'before') die();
				const result = await call(...args);
				return death?.write === number ? die() : result;
			};
		},
	});
	return {cluster: seen, writes: () => writes};
}

/** Dry runs and reviews store nothing. */
function isHarmless(args: readonly unknown[]): boolean {
	const options = args.at(-1) as {readonly dryRun?: boolean} | undefined;
	const resource = args[0] as {readonly kind?: string};
	return options?.dryRun === true || resource.kind?.endsWith('Review') === true;
}
