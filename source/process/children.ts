import type {ChildProcess} from 'node:child_process';

interface Child {
	readonly child: ChildProcess;
	/** Whether it leads a process group, which ends with it. */
	readonly isGroup: boolean;
}

const children = new Set<Child>();

/** Has a child of ours end when we do, with its group if it was started `detached`. */
export function endWithUs(child: ChildProcess, isGroup: boolean): void {
	const kept = {child, isGroup};
	if (children.size === 0) process.on('exit', killChildren);
	children.add(kept);
	child.once('close', () => {
		children.delete(kept);
		if (children.size === 0) process.off('exit', killChildren);
	});
}

/** Asks all children to end; resolves when they have, or after so many milliseconds. */
export async function endChildren(ms: number): Promise<void> {
	if (children.size === 0) return;
	const gone = [...children].map(({child}) => new Promise(resolve => child.once('close', resolve)));
	signalChildren('SIGTERM');
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise(resolve => {
		timer = setTimeout(resolve, ms);
	});
	await Promise.race([Promise.all(gone), late]);
	clearTimeout(timer);
}

function killChildren(): void {
	signalChildren('SIGKILL');
}

function signalChildren(name: NodeJS.Signals): void {
	for (const {child, isGroup} of children) {
		if (child.pid === undefined) continue;
		try {
			process.kill(isGroup ? -child.pid : child.pid, name);
		} catch {
			// it has just ended
		}
	}
}
