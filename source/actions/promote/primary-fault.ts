import {changeFault} from '../../ownership/version-object.ts';
import type {AppState, Deployed} from '../../runner/app-state.ts';

/** Why a primary can be given no other spec, and what to do, whatever the candidate; undefined where it can. */
export function primaryFault({name, claim}: AppState, {kind, object}: Deployed): string | undefined {
	const fault = changeFault(object, claim);
	if (fault !== undefined) return fault;
	const standstill = kind.standstill(object);
	return standstill === undefined ? undefined : `the primary of ${name} would not serve the new spec: ${standstill}`;
}
