import type {Strategy} from './app.ts';
import {kserveCanary} from './kserve-canary.ts';

const strategies: readonly Strategy[] = [kserveCanary];

/** The strategy for an app type. Throws an Error that names those there are. */
export function findStrategy(appType: string, strategy: string): Strategy {
	const found = strategies.find(candidate => candidate.appType === appType && candidate.strategy === strategy);
	if (found) return found;
	const known = strategies.map(candidate => `${candidate.appType} with ${candidate.strategy}`).join(', ');
	throw new Error(`no routes for app type ${appType} with strategy ${strategy}; there are: ${known}`);
}
