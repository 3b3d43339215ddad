import {appObjects} from './app-objects.ts';
import {AppError, type AppSpec, type RoutingObjects} from './app-spec.ts';
import {httpRouteTemplate} from './gateway-api/http-route.ts';
import {routeParts} from './gateway-api/parts.ts';
import {virtualServiceTemplate} from './istio/virtual-service.ts';
import {appRoutemap, type TemplateText} from './routemap-object.ts';
import {faultsOf} from './validation/faults.ts';

/**
 * The objects that routing an app needs: its Service, the ConfigMaps that carry weights, its routemap. Throws an AppError that
 * lists every fault of the app.
 */
export function routingObjects(app: AppSpec): RoutingObjects {
	const faults = faultsOf(app);
	if (faults.length > 0) throw new AppError(app.name, faults);
	return {objects: appObjects(app), routemap: appRoutemap(app, templates(app))};
}

function templates(app: AppSpec): readonly TemplateText[] {
	if (app.mesh === 'istio') return [{name: app.strategy, gvrShort: 'vs', text: virtualServiceTemplate(app)}];
	return routeParts(app).map(({name, turns}, index) => ({
		name: index === 0 ? app.strategy : `${app.strategy}-${index + 1}`,
		gvrShort: 'httproute',
		text: httpRouteTemplate(app, name, turns),
	}));
}
