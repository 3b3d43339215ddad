import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {SandboxMode} from '../../../source/sandbox/kserve/mode.ts';
import {shapeOf} from '../../cluster/real-kserve/shape.ts';

const recorded = join(import.meta.dirname, '..', '..', 'fixtures', 'kserve');

/** Every state that the real KServe, of any recorded release, was seen in. */
export function recordedStates(mode: SandboxMode): ReadonlySet<string> {
	const folders = readdirSync(recorded).map(release => join(recorded, release, mode.toLowerCase()));
	const files = folders.flatMap(folder => readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8')));
	const lines = files.flatMap(file => file.split('\n')).filter(line => line !== '');
	return new Set(lines.map(line => shapeOf(JSON.parse(line) as {readonly status: unknown})));
}
