import {listenersOf, type Listener} from '../../mesh/listener.ts';
import {routingTable, type RoutingTable} from '../../mesh/routing-table.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {RouteSource} from './route-source.ts';

/** The routing table of the objects as they are: made anew when it is asked for and something has changed since. */
export class CurrentRoutes {
	#table: RoutingTable | undefined;
	#gateways: readonly KubeObject[] = [];
	#listeners: readonly Listener[] = [];
	readonly #source: RouteSource;
	/** Stops watching the source. */
	readonly stop: () => void;

	constructor(source: RouteSource) {
		this.#source = source;
		this.stop = source.onChange(() => (this.#table = undefined));
	}

	get table(): RoutingTable {
		this.#table ??= this.#make();
		return this.#table;
	}

	#make(): RoutingTable {
		const objects = [...this.#source.objects()];
		const gateways = objects.filter(({kind}) => kind === 'Gateway');
		// the list of listeners stays the same one while no gateway changes, so that routes need not be read again
		if (gateways.length !== this.#gateways.length || gateways.some((each, index) => each !== this.#gateways[index])) {
			this.#gateways = gateways;
			this.#listeners = gateways.flatMap(gateway => listenersOf(gateway));
		}

		return routingTable(objects, this.#listeners);
	}
}
