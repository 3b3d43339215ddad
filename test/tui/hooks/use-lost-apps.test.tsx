import {Text} from 'ink';
import {render} from 'ink-testing-library';
import {expect, onTestFinished, test, vi} from 'vitest';
import type {Snapshot} from '../../../source/info/snapshot.ts';
import {fetchSnapshot} from '../../../source/snapshot/fetch-snapshot.ts';
import {useLostApps} from '../../../source/tui/hooks/use-lost-apps.ts';
import type {Session} from '../../../source/tui/session.ts';
import {fixtures} from '../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../helpers/memory-cluster.ts';
import {createSession} from '../../helpers/session.ts';

function Names({session, snapshot}: {readonly session: Session; readonly snapshot: Snapshot | undefined}) {
	return (
		<Text>{`lost: ${useLostApps(session, snapshot)
			.map(({name}) => name)
			.join()}`}</Text>
	);
}

/** Of a clock that is turned on meanwhile. */
const patience = {timeout: 20_000};

test('lost apps are asked for once the cluster is known, and again when other routemaps are there', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/owl'));
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	const lost = {namespace: 'models', name: 'wisdom', sentence: 'its routemap is gone', advised: []};
	const lostApps = vi.fn(async ({routemaps}: Snapshot) => (routemaps.length === 2 ? [] : [lost]));
	const session = createSession(cluster, {lostApps});
	const {rerender, lastFrame, unmount} = render(<Names session={session} snapshot={undefined} />);
	expect(lostApps).not.toHaveBeenCalled();
	for (const _ of [1, 2]) rerender(<Names session={session} snapshot={{...snapshot}} />);
	await vi.waitFor(() => expect(lostApps).toHaveBeenCalledTimes(1), patience);
	expect(lastFrame()).toBe('lost:');
	rerender(<Names session={session} snapshot={{...snapshot, routemaps: snapshot.routemaps.slice(1)}} />);
	await vi.waitFor(() => expect(lastFrame()).toBe('lost: wisdom'), patience);
	rerender(<Names session={session} snapshot={snapshot} />);
	await vi.waitFor(() => expect(lastFrame()).toBe('lost:'), patience);
	expect(lostApps).toHaveBeenCalledTimes(3);
	unmount();
});
