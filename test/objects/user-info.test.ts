import {expect, it} from 'vitest';
import {userInfoOf, withoutUserInfo} from '../../source/objects/user-info.ts';

it.each([
	['https://jo%C3%A9:p%25w@host', {name: 'joé', password: 'p%w'}],
	['https://joan@host', {name: 'joan', password: ''}],
	['https://host', {name: '', password: ''}],
	['https://joan:p%@host', undefined],
	['https://joan:p%FF@host', undefined],
	// A character in two halves.
	['https://%C3:%A9@host', undefined],
])('the name and password in %s are %j', (url, userInfo) => {
	expect(userInfoOf(new URL(url))).toEqual(userInfo);
});

it.each([
	['https://joan:secret@host/path', 'https://host/path'],
	['joan:secret@host', 'host'],
	['https://joan:se/cret@host', 'https://host'],
	['https://joan:se@cret@host', 'https://host'],
	['joan:se://cret@host', 'host'],
	['joan:se\ncret@host', 'host'],
	['https://host/path', 'https://host/path'],
	['host:80', 'host:80'],
])('%o is shown as %o', (address, shown) => {
	expect(withoutUserInfo(address)).toBe(shown);
});
