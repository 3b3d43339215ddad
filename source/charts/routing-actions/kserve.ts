import type {KubeObject} from '../../objects/object.ts';
import {localGateway} from '../../routing/reach.ts';
import {externalNameService} from '../app-host.ts';
import type {ChartApp} from '../chart-app.ts';
import {hasWeight} from '../istio-route.ts';
import {kserveBlueGreen, kserveCanary, kserveFirstRoute, type PredictorSuffix} from '../kserve-route.ts';
import {routedRoutemap, routedWeightConfigs} from './routemap.ts';

/** Chart `routing-actions`, app types `kserve…`: InferenceServices in Knative mode. */
export function routedKServe(app: ChartApp, suffix: PredictorSuffix): readonly KubeObject[] {
	const route = app.strategy === 'canary' ? kserveCanary(app, suffix) : kserveBlueGreen(app, suffix, hasWeight(1));
	return [
		externalNameService(app, localGateway),
		...routedWeightConfigs(app),
		kserveFirstRoute(app, suffix),
		routedRoutemap(app, 'isvc', route),
	];
}
