import {findDaemon} from '../kube/find-daemon.ts';
import {objectWords} from '../ownership/object-words.ts';
import {possibleRoutes} from '../ownership/permitted-routes.ts';
import type {Routemap} from '../routemap/routemap.ts';
import type {ActionContext} from '../runner/action-context.ts';

/**
 * What a plan says of the routes that it applies with the user's own rights, as no daemon leads: each object that the routemap
 * renders, also that which it renders only while a candidate serves, or only while none does.
 */
export async function routesWithoutDaemon(context: ActionContext, routemap: Routemap): Promise<readonly string[]> {
	if ((await findDaemon(context)) !== undefined) return [];
	const words = possibleRoutes(routemap, context.types).map(({object}) => objectWords(object));
	const names = [...new Set(words)].join(', ');
	return names === '' ? [] : [`no daemon leads, so this applies ${names} with your rights`];
}
