import type {NamedModel, PreparedInput} from './exchange.ts';
import type {Protocol} from './protocol.ts';

/**
 * The path of an app under which its requests of a protocol go; undefined for V2 and for what no adapter knows, whose path its endpoint
 * tells. Routes of ours make the version's model of the app's name in it; at a version's own host `versionRequest` does.
 */
export function appPath(protocol: Protocol | undefined, app: string): string | undefined {
	return protocol === undefined || protocol.name === 'V2' ? undefined : protocol.path(app);
}

/** The same where the user may have said a path, which wins, or the model that is asked for. */
export function requestPath(
	protocol: Protocol | undefined,
	app: string,
	{path, model}: {readonly path: string | undefined; readonly model: string | undefined},
): string | undefined {
	if (path !== undefined) return path;
	return model === undefined ? appPath(protocol, app) : protocol?.path(model);
}

/** An input as it is sent to a path of the user's own, if there is one: where another protocol may be spoken its answers are not read. */
export function inputAt(path: string | undefined, input: PreparedInput): PreparedInput {
	const isRead = path === undefined || input.protocol?.serves(path) === true;
	return isRead ? input : {...input, protocol: undefined};
}

/**
 * The model that requests to one version have in their body: its own name takes the place of another version's, `served` being the
 * names of all. A name that is none of them, as that of an adapter (LoRA), stays.
 */
export function versionModel(own: string, served: readonly string[]): NamedModel {
	return {name: own, replaces: given => served.includes(given)};
}

/** The model that requests to an app name where they name none themselves, or whatever they name when the user says so. */
export function appModel(name: string, isForced: boolean): NamedModel {
	return {name, replaces: () => isForced};
}
