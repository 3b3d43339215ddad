import {leaseState} from '../../../../source/objects/lease.ts';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {accountOf, shipped} from '../../rights/router.ts';
import type {Testbed} from '../../testbed/testbed.ts';
import {waitFor} from '../../testbed/wait.ts';
import type {Daemon} from '../daemon.ts';
import {startDaemon} from './ground.ts';

const account = 'kubectl-iter8-rollouts';

/** Two daemons of all namespaces that perform rollouts, one of which leads. */
export interface RolloutsDaemons {
	/** Kills the one that leads, as `kill -9` does. */
	killLeader(): Promise<void>;
	/** Who holds the lease. */
	holder(): Promise<string | undefined>;
	stop(): Promise<void>;
}

/**
 * Installs the account of rollouts and its policies as docs/security.md says, with the consent of namespace `led`; `silent` has the
 * binding and not the label, `alone` neither. Then starts the daemons, by a token of the account.
 */
export async function startRolloutsDaemons(testbed: Testbed): Promise<RolloutsDaemons> {
	const {kubectl, api} = testbed;
	for (const file of ['router-policy', 'rollouts-policy', 'daemon-cluster-role', 'rollouts-role']) {
		await kubectl(['apply', '-f', '-'], await shipped(`${file}.yaml`));
	}

	for (const namespace of ['led', 'silent']) {
		const binding = ['create', 'rolebinding', account, '-n', namespace, '--clusterrole', account];
		await kubectl([...binding, '--serviceaccount', `kubectl-iter8:${account}`]);
	}

	await kubectl(['label', 'namespace', 'led', 'iter8.tools/rollouts=enabled']);
	const own = await accountOf(testbed, 'kubectl-iter8', account);
	await waitFor('the policy', async () => {
		const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'not-ours'}};
		return (await own.api.call('/api/v1/namespaces/led/configmaps?dryRun=All', {method: 'POST', body})).code === 403;
	});
	own.api.close();
	const holder = async (): Promise<string | undefined> => {
		const {code, body} = await api.call('/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kubectl-iter8');
		return code === 200 ? leaseState(body as KubeObject, new Date()).holder : undefined;
	};
	const start = (): Daemon => startDaemon(testbed, own.kubeconfig, '-A', '--rollouts', '--drain', '1s');
	const leader = start();
	await waitFor('the daemon', async () => (await holder()) !== undefined);
	const standby = start();
	return {
		killLeader: () => leader.kill(),
		holder,
		async stop() {
			await Promise.all([leader.stop(), standby.stop()]);
		},
	};
}
