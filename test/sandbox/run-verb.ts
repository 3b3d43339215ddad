import {Writable} from 'node:stream';
import {createOptions} from '../../source/options/create-options.ts';
import type {Command} from '../../source/options/options.ts';
import {parse} from '../../source/options/parse.ts';
import {commands} from '../../source/verbs/commands.ts';
import {verbs} from '../../source/verbs/verbs.ts';

/** What a verb wrote, and its exit code. */
export interface VerbRun {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
}

/** Runs a verb as the command line would, with this kubeconfig and nothing else that points at a cluster. */
export async function runVerb(
	kubeconfigPath: string,
	argv: readonly string[],
	signal: AbortSignal = new AbortController().signal,
): Promise<VerbRun> {
	const line = parse(verbs, [...argv, '--kubeconfig', kubeconfigPath]);
	const texts = {stdout: '', stderr: ''};
	const stream = (name: keyof typeof texts) =>
		new Writable({
			write(chunk, _encoding, done) {
				texts[name] += String(chunk);
				done();
			},
		});
	const streams = {stdin: process.stdin, stdout: stream('stdout'), stderr: stream('stderr')};
	const command = (await commands[line.verb]?.()) as Command;
	const exitCode = await command.run(createOptions(line, {streams, env: {}, signal}));
	return {...texts, exitCode: exitCode ?? 0};
}
