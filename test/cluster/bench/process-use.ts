import {readFileSync} from 'node:fs';

export interface ProcessUse {
	/** Seconds of one core since its start. */
	readonly cpuSeconds: number;
	readonly residentMib: number;
}

/** Of Linux, for all architectures that Node runs on. */
const ticksPerSecond = 100;

/** What a process has used, from /proc. */
export function processUse(pid: number): ProcessUse {
	// The name of the program, in parentheses, may have spaces.
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return {
		cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
		residentMib: Number(kibibytes) / 1024,
	};
}
