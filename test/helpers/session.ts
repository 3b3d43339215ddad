import type {Cluster} from '../../source/objects/cluster.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {followSnapshots} from '../../source/snapshot/follow-snapshots.ts';
import type {Session} from '../../source/tui/session.ts';

/** When it is in the session of a test. */
export const noon = new Date('2026-01-01T12:00:00Z');

/**
 * A session on a cluster of the test: context `prod`, namespace `models`, noon on New Year's Day, nothing forbidden, no events,
 * no numbers; a test ends at once without an answer, each version answers an inference, the daemon runs silently, the one template is `sklearn`.
 */
export function createSession(cluster: Cluster, overrides: Partial<Session> = {}): Session {
	const session: Session = {
		context: 'prod',
		namespace: 'models',
		isReadOnly: false,
		now: () => noon,
		follow: listener => followSnapshots(cluster, {namespace: session.namespace}, listener, session.now),
		followEvents: () => () => {},
		followEventsBelow: () => () => {},
		followPods: () => () => {},
		followTests: () => () => {},
		followLog: () => () => {},
		followNumbers: () => () => {},
		actionContext: (namespace, signal) => ({
			cluster,
			namespace,
			types: defaultResourceTypes,
			holdMs: 120_000,
			now: session.now,
			signal,
			timeoutMs: 2000,
			drainMs: 5,
		}),
		forbidden: () => Promise.resolve(new Map()),
		sendTest: () => Promise.resolve(),
		compare: () => Promise.reject(new Error('nothing is compared here')),
		infer: (_, version) => Promise.resolve(`${version} answered an inference with HTTP 200`),
		runDaemon: (_, signal) =>
			new Promise(resolve => {
				signal.addEventListener('abort', () => resolve(), {once: true});
			}),
		templateNames: () => Promise.resolve(['sklearn']),
		readTemplate: name => Promise.resolve(sklearnTemplate(name)),
		contexts: () => Promise.resolve(['prod', 'test']),
		lostApps: async () => [],
		namespaces: () => Promise.resolve(['models', 'other']),
		move: place => Promise.resolve(createSession(cluster, {...overrides, ...place})),
		...overrides,
	};
	return session;
}

function sklearnTemplate(name: string): string {
	return `\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  annotations:
    example.com/template: ${name}
spec:
  predictor:
    model:
      modelFormat:
        name: ${name}
      protocolVersion: v2
      storageUri: gs://models/template
`;
}
