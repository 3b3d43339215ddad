import {join} from 'node:path';
import {versions} from '../testbed/versions.ts';

/** Folder of the recorded traces: one folder a mode, one file a transition, one line a state of the InferenceService. */
export const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'kserve', `v${versions.realKserve}`);
