import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {apiServerOf, silentFrom, silentPlugin, silentProxy, silentServer, silentTls, type Silence} from './silence.ts';

/** A place where a verb can wait, opened for one run of it. */
export interface Place {
	readonly name: (typeof placeNames)[number];
	readonly open: () => Promise<Silence> | Silence;
	/** The command lines that are tried there; those of all verbs when there are none. */
	readonly lines?: readonly (readonly string[])[];
	/** Whether stdin is kept open, without a word. */
	readonly hasInput?: boolean;
}

const promote = ['promote', 'app-2', '--yes', '--skip-test'];

/** Verbs that read, change, and stay. */
export const lines: readonly (readonly string[])[] = [
	['status'],
	['check'],
	['weights', 'app-2', '1', '1'],
	promote,
	['watch', '-A'],
];

/** The names of all places. */
export const placeNames = [
	'proxy http',
	'proxy https',
	'proxy socks5',
	'plugin',
	'API: TLS',
	'API: answer',
	'API: half',
	'API: watch',
	'API: a write',
	'API: lease',
	'port-forward',
	'gateway',
	'FIFO',
	'stdin',
	'kubeconfig FIFO',
] as const;

/** All places, on the way from the command line to the model; those behind the API server need a sandbox. */
export function places(kubeconfig: string): readonly Place[] {
	const api = apiServerOf(kubeconfig);
	return [
		{name: 'proxy http', open: () => silentProxy('http')},
		{name: 'proxy https', open: () => silentProxy('https')},
		{name: 'proxy socks5', open: () => silentProxy('socks5')},
		{name: 'plugin', open: silentPlugin},
		{name: 'API: TLS', open: silentTls},
		{name: 'API: answer', open: () => silentFrom(api, () => true)},
		{name: 'API: half', open: () => silentFrom(api, () => true, 'half')},
		{
			name: 'API: watch',
			open: () => silentFrom(api, request => /[?&]watch=/.test(request)),
			lines: [
				['status', '-w'],
				['watch', '-A'],
			],
		},
		{name: 'API: a write', open: () => silentFrom(api, request => !request.startsWith('GET')), lines: [promote]},
		{
			name: 'API: lease',
			open: () => silentFrom(api, request => /^(PUT|POST) .*\/leases/.test(request)),
			lines: [['watch', '-A', '--lease-namespace=kube-public']],
		},
		{
			name: 'port-forward',
			open: () => silentFrom(api, request => request.startsWith('UPGRADE')),
			lines: [['send-test', 'app-2']],
		},
		{
			name: 'gateway',
			open: async () => {
				const gateway = await silentServer();
				return {...gateway, flags: ['--kubeconfig', kubeconfig, '--url', `http://${gateway.address}`]};
			},
			lines: [['send-test', 'app-2']],
		},
		{name: 'FIFO', open: silentPipe, lines: [['render'], ['deploy', 'app-2']]},
		{
			name: 'stdin',
			open: () => ({...always, flags: ['-f', '-']}),
			lines: [['render'], ['deploy', 'app-2']],
			hasInput: true,
		},
		{
			name: 'kubeconfig FIFO',
			open: () => {
				const pipe = silentPipe();
				return {...pipe, flags: ['--kubeconfig', ...pipe.flags.slice(1)]};
			},
			lines: [['status']],
		},
	];
}

const always = {isReached: startedLongAgo(), children: () => [], close: () => undefined};

/** What waits for a file cannot be seen from outside, only that it had the time to begin. */
function startedLongAgo(): () => boolean {
	let asked = 0;
	return () => ++asked % 120 === 0;
}

/** A pipe with a name, and without a writer. */
function silentPipe(): Silence {
	const folder = mkdtempSync(join(tmpdir(), 'kubectl-iter8-pipe-'));
	const pipe = join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const close = () => rmSync(folder, {recursive: true});
	return {flags: ['-f', pipe], isReached: startedLongAgo(), children: () => [], close};
}
