import {useEffect} from 'react';
import type {Store} from '../hooks/use-store.ts';
import {messageOf} from '../runs/run-list.ts';
import type {DialogEvent, DialogState} from './dialog-state.ts';
import type {Flow} from './flow.ts';
import type {Values} from './form/field.ts';
import {formValues} from './form/form-state.ts';

/** The values of the form and of the toggles. */
export function valuesOf({form, toggles}: DialogState, flow: Flow): Values {
	return {
		...(form ? formValues(form.state) : {}),
		...Object.fromEntries((flow.toggles ?? []).map(({name}) => [name, String(toggles.has(name))])),
	};
}

/** Gets the form and makes the plan when it is time to; gives both up when the dialogue has gone on or is closed. */
export function useFlow(flow: Flow, {state, get, dispatch}: Store<DialogState, DialogEvent>, isRefused: boolean): void {
	const {kind} = state.mode;
	useEffect(() => {
		if (kind !== 'loading' || isRefused) return undefined;
		const stopping = new AbortController();
		const tell = (event: DialogEvent): void => {
			if (!stopping.signal.aborted) dispatch(event);
		};
		const load = async (): Promise<void> => {
			try {
				tell({type: 'form-ready', form: await flow.form?.(stopping.signal)});
			} catch (error) {
				tell({type: 'failed', message: messageOf(error)});
			}
		};
		void load();
		return () => stopping.abort();
	}, [kind, isRefused, flow, dispatch]);

	useEffect(() => {
		if (kind !== 'planning' || !flow.propose) return undefined;
		// Not aborted once there is a plan: its steps were made for this signal.
		const stopping = new AbortController();
		let isWanted = true;
		let hasPlan = false;
		const tell = (event: DialogEvent): void => {
			if (isWanted) dispatch(event);
		};
		const {propose} = flow;
		const plan = async (): Promise<void> => {
			try {
				const proposal = await propose(valuesOf(get(), flow), stopping);
				hasPlan = isWanted;
				tell({type: 'planned', proposal});
			} catch (error) {
				tell({type: 'failed', message: messageOf(error)});
			}
		};
		void plan();
		return () => {
			isWanted = false;
			if (!hasPlan) stopping.abort();
		};
	}, [kind, flow, get, dispatch]);
}
