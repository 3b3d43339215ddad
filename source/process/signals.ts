/**
 * SIGUSR1 among them: without a listener it opens Node's debugger to whoever is on the machine. SIGUSR2 and SIGALRM would end it as
 * it is, a daemon without giving its lease back.
 */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const;

type EndingSignal = (typeof ending)[number];

/** Set by the shell part of plugin/kubectl-iter8.cjs: names without SIG, with spaces between them. */
const ignoredVariable = 'ITER8_IGNORED_SIGNALS';

/**
 * Tells of the signals that are to end this process. One that whoever started us has had ignored (nohup; the `&` of a script)
 * stays without effect, as in a Go program; Node itself forgets that, so the variable above tells of it, and bash's `_`.
 */
export function onEndingSignal(env: NodeJS.ProcessEnv, listener: (name: EndingSignal) => void): void {
	const ignored = ignoredSignals(env);
	delete env[ignoredVariable];
	for (const name of ending) {
		if (ignored.has(name)) process.on(name, () => undefined);
		else heard.set(name, listener);
	}

	for (const [name, listen] of heard) process.on(name, listen);
}

const heard = new Map<EndingSignal, (name: EndingSignal) => void>();

/**
 * Does something that may hold this thread for as long as others like, as reading a pipe does: no listener could be called, so a
 * signal ends the process without one.
 */
export function endedBySignals<Result>(work: () => Result): Result {
	for (const [name, listen] of heard) process.off(name, listen);
	try {
		return work();
	} finally {
		for (const [name, listen] of heard) process.on(name, listen);
	}
}

/** The signals that were ignored when this process was started, as far as it can know. */
export function ignoredSignals(env: NodeJS.ProcessEnv): ReadonlySet<string> {
	const told = (env[ignoredVariable] ?? '').split(' ').filter(Boolean);
	const isUnderNohup = /(^|\/)nohup$/.test(env['_'] ?? '');
	return new Set([...told.map(name => `SIG${name}`), ...(isUnderNohup ? ['SIGHUP'] : [])]);
}
