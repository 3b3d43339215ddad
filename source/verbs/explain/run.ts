import {explain} from '../../explain/explain.ts';
import type {AppInfo} from '../../info/app.ts';
import {describeApps} from '../../info/describe-apps.ts';
import {describeDaemon} from '../../info/describe-daemon.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {daemonStates} from '../../info/states/daemon-states.ts';
import {isWrong, stateText} from '../../info/states/state.ts';
import {noSuchApp} from '../../kube/no-such-app.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {Options, OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {fetchSnapshot} from '../../snapshot/fetch-snapshot.ts';
import {appArgument} from '../action-options.ts';
import {parseHeaders, parsePath} from '../request-flags.ts';
import {formatExplanation} from './explanation-text.ts';
import type {explainVerb} from './flags.ts';

/** Says where a request to an app goes and why. */
export async function run(options: OptionsOf<typeof explainVerb>): Promise<void> {
	const {flags, streams, now} = options;
	const name = appArgument(options);
	const question = {
		method: parseMethod(flags.method),
		path: parsePath(flags.path) ?? '/',
		host: parseHost(flags.host),
		headers: parseHeaders(flags.header),
	};
	const {snapshot, app} = await findApp(options, name);
	const [fault] = app.faults;
	if (app.versions.length === 0 && fault !== undefined) {
		throw new Error(`app "${name}" cannot be explained, because its routemap ${app.routemap} is not valid: ${fault}`);
	}

	const explanation = explain(snapshot, app, question, now());
	streams.stdout.write(flags.output === 'json' ? formatJson(explanation) : formatExplanation(explanation));
	const wrong = [
		...daemonStates(describeDaemon(snapshot.leases, now()), app.namespace, snapshot.hiddenLeases),
		...explanation.states.filter(isWrong),
	];
	for (const state of wrong) streams.stderr.write(`${escapeLine(`Warning: ${stateText(state)}`)}\n`);
	for (const missing of snapshot.missingKinds) streams.stderr.write(`${escapeLine(`Warning: ${missing}`)}\n`);
}

function parseMethod(method: string): string {
	if (/^[\w!#$%&'*+.^`|~-]+$/.test(method)) return method;
	throw new UsageError(`invalid method ${JSON.stringify(method)}: write it as GET or POST`);
}

function parseHost(host: string | undefined): string | undefined {
	if (host === undefined || /^[\w.-]+(:\d+)?$/.test(host)) return host;
	throw new UsageError(`invalid host ${JSON.stringify(host)}: write it as wisdom.models or wisdom.models:80`);
}

/** Reads one app by its name. Throws an Error that names `init` when there is none. */
async function findApp(options: Options, name: string): Promise<{readonly snapshot: Snapshot; readonly app: AppInfo}> {
	const {cluster, namespace} = await options.connect();
	const snapshot = await fetchSnapshot(cluster, {namespace, app: name}, options.signal, options.now());
	const [app] = describeApps(snapshot, options.now());
	if (!app) {
		const {types} = snapshot.settingsIn(namespace);
		throw await noSuchApp({cluster, namespace, types, signal: options.signal}, name);
	}

	return {snapshot, app};
}
