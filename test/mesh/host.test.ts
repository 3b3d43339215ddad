import {expect, test} from 'vitest';
import {hostToAsk} from '../../source/mesh/host.ts';

test.each([
	[['wisdom', '*.example.com', 'wisdom.example.com'], 'wisdom.example.com'],
	[['*.example.com', 'wisdom'], 'wisdom.models.svc.cluster.local'],
	[['*', '*.example.com'], 'any.example.com'],
	[['*'], undefined],
	[[''], undefined],
	[[], undefined],
])('of the hosts %j one asks for %s', (hosts, expected) => {
	expect(hostToAsk(hosts, 'models')).toBe(expected);
});
