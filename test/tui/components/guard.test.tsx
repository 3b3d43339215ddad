import {Text} from 'ink';
import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {Guard} from '../../../source/tui/components/guard.tsx';
import {eventually} from '../../helpers/eventually.ts';

function Broken(): never {
	throw new Error('no\u001B[2J such field');
}

test('what fails says what went wrong, and Esc leaves it', async () => {
	const closed: string[] = [];
	const {lastFrame, stdin, unmount} = render(
		<Guard onClose={() => closed.push('closed')}>
			<Broken />
		</Guard>,
	);
	await eventually(() => expect(lastFrame()).toContain(' ✖ This cannot be shown: no\\x1b[2J such field'));
	stdin.write('x');
	stdin.write('\u001B');
	await eventually(() => expect(closed).toEqual(['closed']));
	unmount();
});

test('what does not fail is shown as it is', () => {
	const {lastFrame, unmount} = render(
		<Guard onClose={() => undefined}>
			<Text>all is well</Text>
		</Guard>,
	);
	expect(lastFrame()).toBe('all is well');
	unmount();
});
