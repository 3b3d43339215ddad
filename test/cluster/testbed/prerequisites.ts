import {existsSync} from 'node:fs';
import {findProgram, run} from './command.ts';

interface Prerequisite {
	readonly program: string;
	/** Arguments that print the version, and the least that is needed. */
	readonly version?: {readonly args: readonly string[]; readonly least: readonly [number, number]};
	readonly purpose: string;
	readonly howToGet: string;
	/** Debian package that is installed without asking when this runs as root there. */
	readonly debianPackage?: string;
}

const prerequisites: readonly Prerequisite[] = [
	{
		program: 'go',
		version: {args: ['version'], least: [1, 26]},
		purpose: 'builds kube-apiserver, kube-controller-manager and istiod',
		howToGet: 'see go.dev/doc/install',
	},
	{
		program: 'python3',
		version: {args: ['--version'], least: [3, 11]},
		purpose: 'runs MLServer',
		howToGet: 'apt-get install python3 python3-venv',
	},
	{program: 'openssl', purpose: 'makes the service account key', howToGet: 'apt-get install openssl'},
	{
		program: 'etcd',
		purpose: 'stores the cluster',
		howToGet: 'apt-get install etcd-server',
		debianPackage: 'etcd-server',
	},
	{
		program: 'faketime',
		purpose: 'has the clock jump under a daemon',
		howToGet: 'apt-get install faketime',
		debianPackage: 'faketime',
	},
	{
		program: 'ip',
		purpose: 'gives pods of the tests addresses that an EndpointSlice takes',
		howToGet: 'apt-get install iproute2',
		debianPackage: 'iproute2',
	},
	{
		program: 'chromium',
		purpose: 'looks at reports',
		howToGet: 'apt-get install chromium',
		debianPackage: 'chromium',
	},
	{
		program: 'tmux',
		purpose: 'measures texts as a terminal',
		howToGet: 'apt-get install tmux',
		debianPackage: 'tmux',
	},
];

/**
 * Checks that everything the testbed is built from is there, and installs what Debian has when run as root on it.
 * @throws Error with one line for each prerequisite that is missing or too old.
 */
export async function checkPrerequisites(): Promise<void> {
	await installFromDebian();
	const complaints = await Promise.all(prerequisites.map(complaintAbout));
	const missing = complaints.filter(complaint => complaint !== undefined);
	if (missing.length > 0) throw new Error(missing.join('\n'));
}

async function installFromDebian(): Promise<void> {
	const packages = prerequisites
		.filter(({program}) => findProgram(program) === undefined)
		.flatMap(({debianPackage}) => debianPackage ?? []);
	const isDebian = existsSync('/etc/debian_version') && findProgram('apt-get') !== undefined;
	if (packages.length === 0 || !isDebian || process.getuid?.() !== 0) return;
	console.error(`testbed: installing ${packages.join(' and ')} with apt-get`);
	const env = {DEBIAN_FRONTEND: 'noninteractive'};
	await run('apt-get', ['update', '-qq'], {env});
	await run('apt-get', ['install', '-y', '-qq', ...packages], {env});
}

async function complaintAbout({program, version, purpose, howToGet}: Prerequisite): Promise<string | undefined> {
	const needed = version === undefined ? program : `${program} ${version.least.join('.')} or newer`;
	if (findProgram(program) === undefined) return `missing: ${needed} (${purpose}): ${howToGet}`;
	if (version === undefined) return undefined;
	const printed = await run(program, version.args);
	const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(printed) ?? []).map(Number);
	const [leastMajor, leastMinor] = version.least;
	const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
	return isEnough ? undefined : `too old: ${printed.trim()}, but ${needed} is needed (${purpose}): ${howToGet}`;
}
