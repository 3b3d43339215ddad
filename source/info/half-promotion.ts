import type {KubeObject} from '../objects/object.ts';
import {isPromotionOf} from '../rollout/previous.ts';
import type {Warning} from './app.ts';

/**
 * That a promotion has given the primary the candidate's spec, and the candidate is still there: it is under way, or was stopped.
 * Both ways out are told; a verb that meets somebody at it says who.
 * @param objects The main objects of the versions, the primary's first.
 */
export function halfPromotion([primary, ...candidates]: readonly (KubeObject | undefined)[]): readonly Warning[] {
	const candidate = primary && candidates.find(object => object && isPromotionOf(primary, object));
	if (!candidate) return [];
	const {name} = candidate.metadata;
	const words = `the promotion of ${name} is half done: promote goes on, abort goes back`;
	return [{kind: 'half-done', words}];
}
