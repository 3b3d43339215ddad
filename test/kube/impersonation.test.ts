import {describe, expect, it} from 'vitest';
import {impersonationHeaders} from '../../source/kube/impersonation.ts';

describe('impersonationHeaders', () => {
	it('has none for a user who acts as nobody else', () => {
		expect(impersonationHeaders({}, {token: 't'}, 'user "u"')).toEqual({});
	});

	it('says user, uid, groups and extra of the flags', () => {
		const flags = {as: 'ann', asUid: '7', asGroup: ['a', 'b'], asUserExtra: ['Scopes=read', 'Scopes=a=b', 'Ä/x=1']};
		expect(impersonationHeaders(flags, {}, 'user "u"')).toEqual({
			'Impersonate-User': 'ann',
			'Impersonate-Uid': '7',
			'Impersonate-Group': ['a', 'b'],
			'Impersonate-Extra-scopes': ['read', 'a=b'],
			'Impersonate-Extra-%C3%A4%2Fx': ['1'],
		});
	});

	it("says those of the kubeconfig's user, where no flag replaces them", () => {
		const user = {as: 'ann', 'as-uid': '7', 'as-groups': ['a'], 'as-user-extra': {scopes: ['read', 'write']}};
		expect(impersonationHeaders({as: 'bob'}, user, 'user "u"')).toEqual({
			'Impersonate-User': 'bob',
			'Impersonate-Uid': '7',
			'Impersonate-Group': ['a'],
			'Impersonate-Extra-scopes': ['read', 'write'],
		});
	});

	it.each([[{asUid: '7'}], [{asGroup: ['a']}], [{asUserExtra: ['a=b']}]])('refuses %j without a user', flags => {
		expect(() => impersonationHeaders(flags, {}, 'user "u"')).toThrow(
			new Error('a uid, group or extra to impersonate needs a user to impersonate: add --as USER'),
		);
	});

	it('refuses an extra that is not KEY=VALUE', () => {
		expect(() => impersonationHeaders({as: 'ann', asUserExtra: ['x']}, {}, 'user "u"')).toThrow(
			new Error('--as-user-extra needs KEY=VALUE, but got "x"'),
		);
	});
});
