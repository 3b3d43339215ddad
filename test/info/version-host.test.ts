import {expect, test} from 'vitest';
import {versionAtHost, versionOf, versionTitle} from '../../source/info/version-host.ts';

const versions = ['wisdom-0', 'wisdom-1', 'wisdom-1-predictor'].map(name => ({namespace: 'models', name}));
const twins = ['blue', 'green'].map(namespace => ({namespace, name: 'elm'}));

test.each([
	['wisdom-0-predictor.models.svc.cluster.local', 'wisdom-0'],
	['wisdom-0-predictor.models.svc.cluster.local:80', 'wisdom-0'],
	['wisdom-0-predictor-default.models', 'wisdom-0'],
	['wisdom-1.models', 'wisdom-1'],
	['wisdom-1-predictor', 'wisdom-1-predictor'],
	['Wisdom-0-predictor.models.example.com', 'wisdom-0'],
	['wisdom-0-predictor-models.example.com', 'wisdom-0'],
	['wisdom-0-predictor.example.com', 'wisdom-0'],
	['wisdom-0-predictor.others.svc.cluster.local', undefined],
	['wisdom-0.others', undefined],
	['wisdom.models', undefined],
	['', undefined],
])('the host %j is that of %s', (host, version) => {
	expect(versionAtHost(host, versions, 'models')?.name).toBe(version);
});

test('a short host is one of the namespace of the route', () => {
	expect(versionAtHost('wisdom-0-predictor', versions, 'models')?.name).toBe('wisdom-0');
	expect(versionAtHost('wisdom-0-predictor', versions, 'others')).toBeUndefined();
});

test('versions of one name are told apart by their namespaces', () => {
	expect(twins.map(version => versionTitle(version, twins))).toEqual(['blue/elm', 'green/elm']);
	expect(versionTitle({namespace: 'models', name: 'wisdom-0'}, versions)).toBe('wisdom-0');
	expect(versionAtHost('elm-predictor.green.svc.cluster.local', twins, 'blue')).toBe(twins[1]);
	expect(versionAtHost('elm-predictor', twins, 'blue')).toBe(twins[0]);
	expect(versionAtHost('elm-predictor.green.example.com', twins, 'blue')).toBe(twins[1]);
	expect(versionAtHost('elm-predictor.example.com', twins, 'blue')).toBeUndefined();
});

test('the header app-version names a version, then the Host that is set, then the destination', () => {
	const gateway = 'knative-local-gateway.istio-system.svc.cluster.local';
	const authority = 'wisdom-1.models';
	const of = (place: Parameters<typeof versionOf>[0]): string | undefined => versionOf(place, versions, 'models')?.name;
	expect(of({version: 'wisdom-0', authority, host: gateway})).toBe('wisdom-0');
	expect(of({version: 'other', authority, host: gateway})).toBe('wisdom-1');
	expect(of({authority, host: gateway})).toBe('wisdom-1');
	expect(of({authority: 'wisdom.models', host: 'wisdom-0'})).toBe('wisdom-0');
	expect(of({host: gateway})).toBeUndefined();
	expect(versionOf({version: 'elm', authority: 'elm-predictor.green', host: gateway}, twins, 'blue')).toBe(twins[1]);
	expect(versionOf({version: 'elm', host: gateway}, twins, 'blue')).toBeUndefined();
});
