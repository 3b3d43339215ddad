import {expect} from 'vitest';
import {signalled} from './end.ts';
import type {Place} from './places.ts';

/** Expects that each verb which waits at a place ends with a signal, as it should, and leaves no process behind. */
export async function expectEnds(
	place: Place,
	executable: string,
	env: Readonly<Record<string, string>>,
): Promise<void> {
	const [line = [], other = line] = place.lines ?? [['status'], ['watch', '-A']];
	for (const argv of new Set([line, other])) {
		const silence = await place.open();
		const program = {command: executable, argv: [...argv, ...silence.flags], env, hasInput: place.hasInput === true};
		const {exitCode, left, stderr} = await signalled(program, silence, 'SIGTERM');
		silence.close();
		const isDaemon = argv[0] === 'watch';
		expect({argv, exitCode, left}).toEqual({argv, exitCode: isDaemon ? 0 : 143, left: 0});
		if (!isDaemon) expect(stderr).not.toContain('error');
	}
}
