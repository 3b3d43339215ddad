import {expect, test} from 'vitest';
import {fetchSnapshot} from '../../../../source/snapshot/fetch-snapshot.ts';
import {contextIn} from '../../../../source/tui/dialogs/flows/subject.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../../helpers/memory-cluster.ts';
import {createSession, noon} from '../../../helpers/session.ts';

test('an action reckons as the daemon that leads where it works, which the screen knows without a request', async () => {
	const annotations = {'iter8.tools/daemon-settings': '{"holdMs":5000}'};
	const leases = fixtures('apps/lease').map(lease => ({...lease, metadata: {...lease.metadata, annotations}}));
	const cluster = createMemoryCluster(leases);
	const {signal} = new AbortController();
	const snapshot = await fetchSnapshot(cluster, {namespace: undefined}, signal, noon);
	const subject = {session: createSession(cluster), info: undefined, snapshot};
	cluster.forgetCalls();
	expect(contextIn(subject, 'models', signal)).toMatchObject({namespace: 'models', holdMs: 5000});
	expect(contextIn(subject, 'other', signal)).toMatchObject({namespace: 'other', holdMs: 120_000});
	expect(contextIn({...subject, snapshot: undefined}, 'models', signal)).toMatchObject({holdMs: 120_000});
	expect(cluster.calls).toEqual([]);
});
