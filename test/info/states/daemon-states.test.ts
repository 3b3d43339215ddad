import {expect, test} from 'vitest';
import {describeDaemon} from '../../../source/info/describe-daemon.ts';
import {daemonStates} from '../../../source/info/states/daemon-states.ts';
import {stateText} from '../../../source/info/states/state.ts';
import {stateContext} from '../../../source/info/states/states-of.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {noon} from '../../helpers/session.ts';

function leaseOf(holderIdentity: string, renewTime: string): KubeObject {
	const metadata = {name: 'kubectl-iter8', namespace: 'models'};
	const spec = {holderIdentity, leaseDurationSeconds: 15, renewTime};
	return {apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec};
}

const hidden =
	'whether a daemon runs is not to be seen: you may not read lease kubectl-iter8 in kube-system, and the daemon laptop of models is gone, not heard of since 2026-01-01T11:00:00Z';
const gone =
	'the daemon laptop is gone, not heard of since 2026-01-01T11:00:00Z: routes do not follow the versions; to start one: kubectl iter8 watch -n models';

test.each([
	['one that is gone, where that of all namespaces may be there', '11:00:00', ['kube-system'], [hidden], true],
	['one that is gone, where all leases may be read', '11:00:00', [], [gone], false],
	['one that leads, whatever may not be read', '11:59:58', ['kube-system'], [], true],
])('of %s is told what is known', (_, renewed, hiddenLeases, told, isLed) => {
	const leases = [leaseOf('laptop', `2026-01-01T${renewed}.000000Z`)];
	const states = daemonStates(describeDaemon(leases, noon), 'models', hiddenLeases);
	expect(states.map(state => stateText(state))).toEqual(told);
	expect(stateContext({leases, hiddenLeases}, noon).isLed('models')).toBe(isLed);
});
