import {describeDaemon} from '../../../info/describe-daemon.ts';
import {commandLine} from '../../../print/command-line.ts';
import type {Flow} from '../flow.ts';
import {singleWork} from './plan-work.ts';
import type {Subject} from './subject.ts';

export function watchFlow({session, snapshot}: Subject): Flow {
	const {namespace, connection} = session;
	const place = namespace === undefined ? 'all namespaces' : `namespace ${namespace}`;
	return {
		title: `Run the daemon of ${place}`,
		async propose(_, stopping) {
			const daemon = snapshot && describeDaemon(snapshot.leases, session.now());
			return {
				warnings: [
					'requests are routed only for as long as this program runs: for good, run the daemon in the cluster',
					...(daemon && !daemon.isExpired ? [`${daemon.holder} leads: this one waits until it is gone`] : []),
				],
				job: {
					action: 'watch',
					app: {namespace: namespace ?? '', name: ''},
					title: `run the daemon of ${place}`,
					command: commandLine({
						name: 'watch',
						flags: {'all-namespaces': namespace === undefined ? true : undefined},
						namespace,
						connection,
					}),
					...singleWork(`keep the routes of ${place} as the routemaps say, until it is stopped`, async ({onLine}) => {
						await session.runDaemon(onLine, stopping.signal);
						stopping.signal.throwIfAborted();
						return 'the daemon has ended';
					}),
					stopping,
				},
			};
		},
	};
}
