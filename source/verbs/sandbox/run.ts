import {createOptions} from '../../options/create-options.ts';
import type {OptionsOf} from '../../options/options.ts';
import {parse} from '../../options/parse.ts';
import {escapeLine} from '../../print/escape.ts';
import {shellWord} from '../../print/shell-word.ts';
import {ownFolder} from '../../process/own-folder.ts';
import {startSandbox, type Sandbox} from '../../sandbox/sandbox.ts';
import {requireScreen} from '../require-screen.ts';
import type {tuiVerb} from '../tui/flags.ts';
import {verbs} from '../verbs.ts';
import type {sandboxVerb} from './flags.ts';

/** Runs a cluster in this process until a signal, or the user of the TUI, ends it. */
export async function run(options: OptionsOf<typeof sandboxVerb>): Promise<number> {
	const {flags, signal} = options;
	if (flags.tui) requireScreen(options, '--tui', 'without it the sandbox says where its kubeconfig is');
	const sandbox = await start(options);
	try {
		if (signal.aborted) return 0;
		if (flags.tui) return (await showTui(options, sandbox)) ?? 0;
		sayWhatToTry(options, sandbox);
		await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
		return 0;
	} finally {
		await sandbox.stop();
	}
}

async function start({flags, streams}: OptionsOf<typeof sandboxVerb>): Promise<Sandbox> {
	const {port, apps, mode, loadTime: loadTimeMs, traffic, noWatch} = flags;
	const complain = (trouble: string) => void streams.stderr.write(`${escapeLine(`sandbox: ${trouble}`)}\n`);
	try {
		return await startSandbox({
			apps,
			mode: mode === 'standard' ? 'Standard' : 'Knative',
			loadTimeMs,
			traffic,
			watch: !noWatch,
			complain,
			...(port === undefined ? {} : {port}),
		});
	} catch (error) {
		const reason = (error as NodeJS.ErrnoException).code;
		if (reason === 'EADDRINUSE') throw portError(port, 'is in use', error);
		if (reason === 'EACCES') throw portError(port, 'is not yours to use', error);
		throw error;
	}
}

function portError(port: number | undefined, what: string, cause: unknown): Error {
	return new Error(`port ${port} ${what}; give another with --port, or none for a free one`, {cause});
}

function sayWhatToTry({streams}: OptionsOf<typeof sandboxVerb>, {kubeconfigPath, gatewayUrl}: Sandbox): void {
	streams.stderr.write(
		`sandbox: its kubeconfig is ${kubeconfigPath}, its gateway ${gatewayUrl}. Ctrl-C ends it. In another terminal, try:\n`,
	);
	const folder = ownFolder();
	streams.stdout.write(
		[
			`export KUBECONFIG=${kubeconfigPath}`,
			...(folder === undefined ? [] : [`export PATH=${shellWord(folder)}:"$PATH"`]),
			'kubectl get inferenceservices',
			'kubectl iter8 tui',
			'',
		].join('\n'),
	);
}

/** The verb tui, as a user of the sandbox's kubeconfig would start it. */
async function showTui({streams, signal}: OptionsOf<typeof sandboxVerb>, {kubeconfigPath}: Sandbox) {
	const {run: runTui} = await import('../tui/run.ts');
	const line = parse(verbs, ['tui', '--kubeconfig', kubeconfigPath]);
	const options = createOptions(line, {streams, env: process.env, signal});
	return runTui(options as OptionsOf<typeof tuiVerb>);
}
