import {join} from 'node:path';
import type {KserveRelease} from '../testbed/real-kserve.ts';
import {versions} from '../testbed/versions.ts';

const version = {kserve: versions.realKserve, 'kserve-old': versions.kserve};

/** Folder of the recorded traces: one folder a mode, one file a transition, one line a state of the InferenceService. */
export function fixturesOf(release: KserveRelease): string {
	return join(import.meta.dirname, '..', '..', 'fixtures', 'kserve', `v${version[release]}`);
}
