import type {AppInfo, RouteInfo} from '../app.ts';
import {kubectl, startDaemon} from './advice.ts';
import {changingRoutemap} from './changing-routemap.ts';
import type {StateContext} from './context.ts';
import {stateOf, type Advice, type State} from './state.ts';

/** How an app's routes are: none, refused, somebody else's, not as they should be. */
export function routeStates(app: AppInfo, context: StateContext): readonly State[] {
	const {routes, faults, isRouted, routemap} = app;
	if (!isRouted && faults.length === 0) {
		const what = `routemap ${routemap} has no routing template: where requests go is for others to say`;
		return [stateOf('no-route', what, {advised: changingRoutemap(app, 'give it one')})];
	}

	return routes.flatMap(route => [...rejection(app, route), ...routeState(app, route, context)]);
}

/** A route that keeps its gateway from taking any change is one, whether or not it is as it should be. */
function rejection({namespace}: AppInfo, route: RouteInfo): readonly State[] {
	const {kind, name, rejection: why} = route;
	if (why === undefined) return [];
	const what = `${kind} ${name} keeps its gateway from taking any change of any route: ${why}`;
	return [stateOf('route-rejected', what, {advised: [look(namespace, route)]})];
}

function look(namespace: string, {kind, name}: RouteInfo): Advice {
	return kubectl('see it', namespace, ['get', kind.toLowerCase(), name, '-o', 'yaml']);
}

function routeState({namespace, routemap}: AppInfo, info: RouteInfo, context: StateContext): readonly State[] {
	const {kind, name: route, exists, isForeign, lag, refusal} = info;
	const advised = [look(namespace, info)];
	if (isForeign) return [stateOf('route-foreign', lag, {advised})];
	if (lag === '') {
		return refusal === undefined ? [] : [stateOf('route-refused', `${kind} ${route}: ${refusal}`, {advised})];
	}

	const {refusal: fault} = context;
	const asked = ['get', 'events', '--field-selector', `involvedObject.name=${routemap}`];
	const why = kubectl('see what the daemon says', namespace, asked);
	if (fault !== undefined) return [stateOf('route-refused', `${lag}; ${fault}`, {advised: [why]})];
	const isLed = context.isLed(namespace);
	const end = isLed ? '' : ', and no daemon leads that would put it right';
	return [
		stateOf(exists ? 'route-differs' : 'route-missing', `${lag}${end}`, {
			advised: [isLed ? why : startDaemon('start a daemon', namespace)],
		}),
	];
}
