import {userInfo} from 'node:os';
import {expect, test} from 'vitest';
import {homeFolder} from '../../source/process/home.ts';

test.each([
	['/home/ann', '/home/ann'],
	['/', '/'],
	['', userInfo().homedir],
	['.', userInfo().homedir],
	['home/ann', userInfo().homedir],
	[undefined, userInfo().homedir],
])('HOME=%s is home where it is an absolute path, else the home of the account', (HOME, home) => {
	expect(homeFolder(HOME === undefined ? {} : {HOME})).toBe(home);
});
