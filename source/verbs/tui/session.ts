import {forbiddenIn} from '../../check/read/forbidden-actions.ts';
import {askOnce} from '../../inference/version-probe.ts';
import {namesInKubeconfig} from '../../kube/connection.ts';
import {findLostApps} from '../../kube/lost-apps.ts';
import {openTarget, type Target} from '../../kube/target.ts';
import {GatewayNumbers} from '../../metrics/gateway/follow-gateway-numbers.ts';
import type {Prometheus} from '../../metrics/prometheus/client.ts';
import {followNumbers} from '../../metrics/prometheus/follow-numbers.ts';
import {defaultDrainMs} from '../../objects/defaults.ts';
import {defaultLeaderSettings} from '../../objects/leader-settings.ts';
import {connectionFlags} from '../../options/connection-flags.ts';
import type {GlobalFlagValues, OptionsOf} from '../../options/options.ts';
import {parse} from '../../options/parse.ts';
import {followEvents, followEventsBelow} from '../../snapshot/follow-events.ts';
import {followLog} from '../../snapshot/follow-log.ts';
import {followPods} from '../../snapshot/follow-pods.ts';
import {followSnapshots} from '../../snapshot/follow-snapshots.ts';
import {followTests} from '../../snapshot/follow-tests.ts';
import type {Place, Session} from '../../tui/session.ts';
import {clusterNames} from '../cluster-names.ts';
import {connectionWords} from '../connection-words.ts';
import {readTemplate, templateNames} from '../templates.ts';
import {verbs} from '../verbs.ts';
import type {tuiVerb} from './flags.ts';
import {sendTest} from './send-test.ts';

/** How long one wait of an action may take: a large model loads for minutes. */
const actionTimeoutMs = 15 * 60_000;

interface SessionOptions {
	readonly options: OptionsOf<typeof tuiVerb>;
	readonly target: Target;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	/** The flags by which the target was reached. */
	readonly connectedBy: GlobalFlagValues;
	readonly prometheus: Prometheus | undefined;
}

/** What the terminal UI gets of a cluster, for one place in it. */
export function createSession({options, target, namespace, connectedBy, prometheus}: SessionOptions): Session {
	const {flags, now} = options;
	const {cluster, context} = target;
	const gateways = new GatewayNumbers(target);
	const inNamespace = (given: string): Target => ({...target, namespace: given});
	const actionContext: Session['actionContext'] = (given, signal) => ({
		cluster,
		namespace: given,
		...defaultLeaderSettings,
		now,
		signal,
		timeoutMs: actionTimeoutMs,
		drainMs: defaultDrainMs,
	});
	return {
		context,
		namespace,
		connection: connectionWords(connectedBy),
		isReadOnly: flags.readOnly,
		now,
		follow: listener => followSnapshots(cluster, {namespace, labelSelector: flags.selector}, listener, now),
		followEvents: (app, onEvents, onError = () => undefined) => followEvents({cluster, now}, app, {onEvents, onError}),
		followEventsBelow: (names, onEvents, onError = () => undefined) =>
			followEventsBelow(cluster, names, {onEvents, onError}),
		followTests: (app, onTests) => followTests(cluster, app, onTests),
		followPods: (versions, onPods) => followPods(cluster, versions, onPods),
		followLog: (log, onLines, onError = () => undefined) =>
			followLog(options => target.podLog(log, options), {onLines, onError}),
		followNumbers: (app, onNumbers, onError = () => undefined) =>
			prometheus
				? followNumbers(app, {cluster, prometheus, now, onNumbers, onError})
				: gateways.follow(app, {now, onNumbers, onError}),
		actionContext,
		forbidden: (given, kinds, signal) =>
			forbiddenIn(cluster, {namespace: given, kinds, isReadOnly: flags.readOnly}, signal),
		sendTest: (app, test) => {
			const connect = async () => inNamespace(app.namespace);
			return sendTest({...actionContext(app.namespace, test.signal), connect}, app.name, test, !flags.readOnly);
		},
		compare: async (app, wish) => {
			const {compareVersions} = await import('./compare.ts');
			const connect = async () => inNamespace(app.namespace);
			return compareVersions({...actionContext(app.namespace, wish.signal), connect}, app.name, wish, !flags.readOnly);
		},
		infer: async (app, version, {onProgress, signal}) =>
			askOnce({connect: async () => inNamespace(app.namespace), now, signal}, app.name, {version, onProgress, signal}),
		runDaemon: async (onLine, signal) => {
			const {runDaemon} = await import('../../daemon/run-daemon.ts');
			const place = namespace === undefined ? target : inNamespace(namespace);
			await runDaemon({target: place, namespace, writeLog: line => onLine(line.trimEnd()), now, signal});
		},
		templateNames,
		readTemplate,
		contexts: () => Promise.resolve(namesInKubeconfig('contexts', connectionFlags(flags))),
		lostApps: async ({routemaps, settingsIn}, signal) =>
			// A selector leaves out routemaps that name models.
			flags.selector === undefined
				? findLostApps({cluster, namespace, routemaps, typesIn: place => settingsIn(place).types, signal})
				: [],
		namespaces: signal => clusterNames('namespaces', {connect: () => Promise.resolve(target)}, signal),
		async move(place) {
			const by = place.context === context ? connectedBy : flagsFor(flags, place);
			return createSession({
				options,
				target: by === connectedBy ? target : await openTarget(connectionFlags(by), 'none'),
				namespace: place.namespace,
				connectedBy: by,
				prometheus,
			});
		},
	};
}

/** The flags of a command line in another place: without those that say where its own cluster is and who the user is there. */
function flagsFor(flags: GlobalFlagValues, {context, namespace}: Place): GlobalFlagValues {
	const {kubeconfig, requestTimeout, as, asUid, asGroup, asUserExtra} = flags;
	return {
		...parse(verbs, ['tui']).flags,
		kubeconfig,
		requestTimeout,
		as,
		asUid,
		asGroup,
		asUserExtra,
		context,
		namespace,
	};
}
