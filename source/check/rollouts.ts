import {leaseState} from '../objects/lease.ts';
import {recordsPolicy, rolloutsAccount} from '../ownership/permissions.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput} from './check-input.ts';
import {type Finding} from './finding.ts';

const dangers = [
	[rolloutsAccount, 'who has the token of its account may change all that its roles say'],
	[recordsPolicy, 'who may only write ConfigMaps may have models changed by it'],
] as const;

/** Whether a daemon that performs rollouts is held to them. */
export function rollouts({policies, snapshot, now}: CheckInput): readonly Finding[] {
	const states = snapshot.leases.map(lease => leaseState(lease, now));
	const leader = states.find(({expired, settings}) => !expired && settings.rollouts);
	const missing = dangers.filter(([name]) => policies.get(name) === false);
	if (!leader || missing.length === 0) return [];
	const names = listed(missing.map(([name]) => name));
	return [
		{
			severity: 'warning',
			object: `daemon ${leader.holder}`,
			what: `it performs rollouts, and the API server has no policy ${names}: ${listed(missing.map(([, danger]) => danger))}`,
			todo: 'kubectl apply -f plugin/manifests/rollouts-policy.yaml',
		},
	];
}
