import {expect, test} from 'vitest';
import {agentsFor} from '../../source/kube/agents.ts';
import {certificate} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

test('a certificate that turns out to be broken does not take the agents of the next one with it', async () => {
	const connection = connectionTo('https://api.test');
	const broken = agentsFor(connection, {headers: {}, certificate: 'broken', key: 'broken'});
	const key = certificate('client.key');
	const good = {headers: {}, certificate: certificate('client.crt'), key};
	const agents = agentsFor(connection, good);
	await expect(broken).rejects.toThrow();
	expect(await agentsFor(connection, good)).toBe(await agents);
});
