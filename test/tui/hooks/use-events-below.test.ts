import {expect, test} from 'vitest';
import {namesBelow} from '../../../source/tui/hooks/use-events-below.ts';
import {appInfo, versionInfo} from '../apps.ts';

test('the routemap and the versions of its namespace are those whose events are shown', () => {
	const elsewhere = versionInfo({name: 'wisdom-1', title: 'other/wisdom-1', namespace: 'other'});
	const app = appInfo('wisdom', {versions: [versionInfo(), elsewhere]});
	expect(namesBelow(app)).toEqual({namespace: 'models', names: ['wisdom-routemap', 'wisdom-0']});
});
