import {keys, type Pty} from './pty.ts';

/** The keys that the dialogues of the TUI are worked with. */
export interface Dialogues {
	/** Waits for a plan that holds a text, has it done, and leaves. */
	readonly goAhead: (plan: string) => Promise<void>;
	/** Cleans up the chosen app, its versions too, from the list of apps. */
	readonly cleanUpAll: (app: string) => Promise<void>;
	/** Has the explanation of a request without and with the tutorial's header, each with the version that answers it. */
	readonly explain: (without: string, withHeader: string) => Promise<void>;
}

/** @param patienceMs How long an action may take, in milliseconds. */
export function dialoguesOf(pty: Pty, patienceMs: number): Dialogues {
	const close = async (): Promise<void> => {
		pty.press(keys.escape);
		await pty.until('┌ Apps ');
	};
	const isDone = async (): Promise<void> => {
		await pty.until('▸[ Go ahead ]');
		pty.press(keys.enter);
		await pty.until('✔ done in', patienceMs);
		await close();
	};
	return {
		async goAhead(plan) {
			await pty.until(screen => screen.includes(plan) && screen.includes('▸[ Cancel ]'));
			pty.press(keys.tab);
			await isDone();
		},
		async cleanUpAll(app) {
			pty.press('c');
			await pty.until('▸[ Cancel ]');
			pty.press('a');
			await pty.until("type the app's name:");
			pty.press(keys.shiftTab);
			await pty.until("▸ type the app's name:");
			pty.press(app);
			await pty.until(`type the app's name: ${app}`);
			pty.press(keys.shiftTab);
			await isDone();
		},
		async explain(without, withHeader) {
			pty.press('e');
			await pty.until(`100 % answered by ${without}`);
			pty.press('traffic: test');
			await pty.until(`100 % answered by ${withHeader}`);
			await close();
		},
	};
}
