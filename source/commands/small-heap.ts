import {setFlagsFromString} from 'node:v8';

/**
 * For a process that holds many objects for long: a small nursery and a heap that grows in small steps. The daemon then takes
 * 130 MiB with 1000 apps instead of 190, at the same CPU.
 */
export function keepHeapSmall(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--heap-growing-percent=40');
}
