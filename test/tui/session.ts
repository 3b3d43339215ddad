import type {SnapshotListener} from '../../source/info/snapshot.ts';
import type {AppNumbers} from '../../source/metrics/numbers.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {fetchSnapshot} from '../../source/snapshot/fetch-snapshot.ts';
import type {AppReference, Place, Session} from '../../source/tui/session.ts';
import type {TerminalControl} from '../../source/tui/terminal-control.ts';
import type {MemoryCluster} from '../helpers/memory-cluster.ts';

/** A session on a cluster in memory that tells what it is told to tell. */
export interface FakeSession {
	readonly session: Session;
	readonly terminal: TerminalControl;
	/** Tells of the cluster as it is now. */
	tell(): Promise<void>;
	trouble(error: Error | undefined): void;
	/** Tells of Events and numbers; resolves false while the app is not followed. */
	tellEvents(app: string, events: readonly KubeObject[]): boolean;
	tellNumbers(app: string, numbers: AppNumbers): boolean;
	readonly copied: string[];
	readonly moves: Place[];
	/** How often Ctrl-Z was pressed. */
	stops: number;
}

export const noon = new Date('2026-01-01T12:00:00Z');

export function fakeSession(cluster: MemoryCluster, given: Partial<Session> = {}): FakeSession {
	let listener: SnapshotListener | undefined;
	const events = new Map<string, (events: readonly KubeObject[]) => void>();
	const numbers = new Map<string, (numbers: AppNumbers) => void>();
	const following =
		<News>(listeners: Map<string, (news: News) => void>) =>
		({name}: AppReference, listen: (news: News) => void) => {
			listeners.set(name, listen);
			return () => void listeners.delete(name);
		};
	const telling =
		<News>(listeners: Map<string, (news: News) => void>) =>
		(app: string, news: News): boolean => {
			listeners.get(app)?.(news);
			return listeners.has(app);
		};
	const session: Session = {
		context: 'prod',
		namespace: 'models',
		isReadOnly: false,
		now: () => noon,
		follow(given) {
			listener = given;
			return () => undefined;
		},
		followEvents: following(events),
		followEventsBelow: () => () => undefined,
		followPods: () => () => undefined,
		followTests: () => () => undefined,
		followLog: () => () => undefined,
		followNumbers: following(numbers),
		actionContext: (namespace, signal) => ({
			cluster,
			namespace,
			types: defaultResourceTypes,
			holdMs: 120_000,
			now: () => noon,
			signal,
			timeoutMs: 1000,
			drainMs: 0,
		}),
		forbidden: async () => new Map(),
		sendTest: async () => undefined,
		compare: async () => Promise.reject(new Error('nothing is compared here')),
		infer: async () => '',
		runDaemon: async () => undefined,
		templateNames: async () => [],
		readTemplate: async () => '',
		contexts: async () => ['prod', 'staging'],
		lostApps: async () => [],
		namespaces: async () => ['default', 'models'],
		async move(place) {
			fake.moves.push(place);
			return {...session, ...place};
		},
		...given,
	};
	const fake: FakeSession = {
		session,
		copied: [],
		moves: [],
		stops: 0,
		terminal: {
			copy: text => void fake.copied.push(text),
			stop: () => void fake.stops++,
			onStop: () => () => undefined,
		},
		async tell() {
			const scope = {namespace: session.namespace};
			listener?.onSnapshot(await fetchSnapshot(cluster, scope, new AbortController().signal));
		},
		trouble: error => listener?.onTrouble(error),
		tellEvents: telling(events),
		tellNumbers: telling(numbers),
	};
	return fake;
}
