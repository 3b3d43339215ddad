import {askOnce} from '../inference/version-probe.ts';
import type {Options} from '../options/options.ts';
import type {Infer} from '../runner/step-context.ts';
import {readAccess} from './gateway-access.ts';
import {readRequestFile} from './request-file.ts';
import {parsePath} from './request-flags.ts';

type ProbeOptions = Omit<Options, 'flags'> & {
	readonly flags: Options['flags'] & {
		readonly cacert: string | undefined;
		readonly filename: string | undefined;
		readonly insecure: boolean;
		readonly path: string | undefined;
		readonly tokenFile: string | undefined;
		readonly url: string | undefined;
	};
};

/** Whether only this process can ask so: the request or the way to it is the user's own. */
export function isProbeOwn({flags: {filename, path, tokenFile, url}}: ProbeOptions): boolean {
	return [filename, path, tokenFile, url].some(flag => flag !== undefined);
}

/** How a verb asks the versions of an app: the same request for each, which is read before anything is done. */
export async function probeOf(options: ProbeOptions, app: string): Promise<Infer> {
	const {filename, url} = options.flags;
	const path = parsePath(options.flags.path);
	const body = filename === undefined ? undefined : await readRequestFile(filename, options.streams, path);
	const access = await readAccess(options.flags, options.streams);
	const {signal} = options;
	return async (version, onProgress) => askOnce(options, app, {version, body, path, onProgress, signal, url, access});
}
