import {describeDaemon} from '../info/describe-daemon.ts';
import {routerAccount} from '../ownership/permissions.ts';
import {listed} from '../print/listed.ts';
import type {CheckInput, Denial} from './check-input.ts';
import {type Finding} from './finding.ts';

/** What the user may not do, one finding for each resource; of a daemon that runs as someone else nothing can be asked. */
export function permissions({denials, policies, snapshot, now}: CheckInput): readonly Finding[] {
	const daemon = describeDaemon(snapshot.leases, now);
	const leads = daemon !== undefined && !daemon.isExpired;
	return [
		...grouped(denials, 'verbs').map(([where, verbs]): Finding => ({
			severity: 'warning',
			object: 'permissions',
			what: `you may not ${listed(verbs)} ${where}, which the verbs need`,
			todo: 'ask for a role that allows it',
		})),
		...(leads ? [] : grouped(denials, 'daemon')).map(([where, verbs]): Finding => ({
			severity: 'note',
			object: 'permissions',
			what: `you may not ${listed(verbs)} ${where}, which a daemon that runs as you needs`,
			todo: 'run the daemon as someone who has the role in plugin/manifests/daemon-role.yaml',
		})),
		...(leads
			? [
					{
						severity: 'note',
						object: `daemon ${daemon.holder}`,
						what: 'what the daemon may do cannot be asked from here',
						todo: 'ask with kubectl auth can-i --list --as its user, who needs the role in plugin/manifests/daemon-role.yaml',
					} as const,
				]
			: []),
		...(leads && policies.get(routerAccount) === false
			? [
					{
						severity: 'note',
						object: 'permissions',
						what: `no policy holds the account ${routerAccount} to less than its role says: with its token models can be changed`,
						todo: 'kubectl apply -f plugin/manifests/router-policy.yaml',
					} as const,
				]
			: []),
	];
}

function grouped(
	denials: readonly Denial[],
	wanted: Denial['who'],
): readonly (readonly [where: string, verbs: readonly string[]])[] {
	const groups = new Map<string, string[]>();
	for (const {who, verb, where} of denials) {
		if (who === wanted) groups.set(where, [...(groups.get(where) ?? []), verb]);
	}

	return [...groups];
}
