import {expect, it} from 'vitest';
import {openPrometheus} from '../../../source/metrics/prometheus/client.ts';

it.each([
	['ftp://joan:se/cret@host', '"ftp://host"'],
	['joan:se/cret@host', '"host"'],
	// Encoded as no URL can be decoded.
	['http://joan:secret%@host', '"http://host"'],
	['http://joan:secret%FF@host', '"http://host"'],
])('%s is refused, and its password is not told', (url, shown) => {
	expect(() => openPrometheus(url)).toThrow(new Error(`${shown} is no http:// or https:// address of a Prometheus`));
});
