import type {Endpoint} from '../../inference/endpoint.ts';
import type {TestWay} from '../../rollout/version-test.ts';

/** How a version is asked alone. */
export interface AskedVersion {
	readonly version: string;
	readonly way: TestWay;
	/** Headers by which the route chooses it; names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly host: string;
}

/** How a version is asked at its endpoint. */
export function askedOf(version: string, {host, headers = {}, isDirect}: Endpoint): AskedVersion {
	const way = isDirect ? 'direct' : Object.keys(headers).length > 0 ? 'match' : 'route';
	return {version, way, headers, host};
}

/** By what a version is asked: `traffic: test`, `its own host`, `no header`. */
export function wayWords({way, headers, host}: AskedVersion): string {
	if (way === 'direct') return `host ${host}`;
	const words = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	return words.length === 0 ? 'no header' : words.join(' and ');
}
