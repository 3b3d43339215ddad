import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {without} from './normalise.ts';
import type {Entry, Transcript} from './transcript.ts';

/**
 * What a real API server answered, one line an answer: `{case, request, code, body}`. The first line names the Kubernetes
 * version. Written by `record.ts`.
 */
const folder = join(import.meta.dirname, 'recorded');

export async function readRecording(topic: string): Promise<ReadonlyMap<string, Transcript>> {
	const lines = (await readFile(fileOf(topic), 'utf8')).trimEnd().split('\n').slice(1);
	const answers = lines.map(line => JSON.parse(line) as Entry & {readonly case: string});
	const byCase = Map.groupBy(answers, answer => answer.case);
	return new Map([...byCase].map(([name, entries]) => [name, entries.map(entry => without(entry, 'case') as Entry)]));
}

export async function writeRecording(
	topic: string,
	kubernetes: string,
	transcripts: ReadonlyMap<string, Transcript>,
): Promise<void> {
	const lines = [...transcripts].flatMap(([name, entries]) => entries.map(entry => ({case: name, ...entry})));
	await writeFile(fileOf(topic), [{kubernetes}, ...lines].map(line => `${JSON.stringify(line)}\n`).join(''));
}

function fileOf(topic: string): string {
	return join(folder, `${topic}.jsonl`);
}
