/** Work of libuv's threads, as `process.getActiveResourcesInfo` names it: opening and reading files, looking up names. */
const threadWork = /^(FS|GetAddrInfo|GetNameInfo)/;

/**
 * Ends the process at once. `process.exit` alone would wait for a thread that opens a pipe without a writer or asks a name server
 * that does not answer; only becoming another program ends those.
 */
export function endProcess(exitCode: number): never {
	const isThreadBusy = process.getActiveResourcesInfo().some(name => threadWork.test(name));
	if (isThreadBusy && process.execve !== undefined && process.platform !== 'win32') {
		process.emit('exit', exitCode);
		if (process.stdin.isTTY && process.stdin.isRaw) process.stdin.setRawMode(false);
		process.execve('/bin/sh', ['sh', '-c', `exit ${exitCode}`], {});
	}

	process.exit(exitCode);
}
