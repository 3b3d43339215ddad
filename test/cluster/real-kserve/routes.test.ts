import {afterAll, beforeAll, test} from 'vitest';
import {Cluster} from './cluster.ts';
import {casesOf, setups} from './component-cases.ts';
import {ComponentRoutes} from './component-routes.ts';

const cases = setups.flatMap(setup => casesOf(setup));

let cluster: Cluster;
let routes: ComponentRoutes;
beforeAll(async () => {
	cluster = await Cluster.start();
	routes = await ComponentRoutes.start(cluster.testbed, cases);
}, 900_000);
afterAll(async () => cluster?.stop());

test.each(cases.map(each => [`${each.app.name} in ${each.setup.namespace}`, each] as const))(
	"%s: each request reaches the component of KServe's own that its path is for",
	async (_, appCase) => routes.expectReached(appCase),
);
