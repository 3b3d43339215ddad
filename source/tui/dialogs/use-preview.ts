import {useEffect, useState} from 'react';
import {messageOf} from '../runs/run-list.ts';
import type {Form, Preview} from './flow.ts';
import type {Values} from './form/field.ts';

/** How long nothing must have been typed before the cluster is asked, in milliseconds. */
const quietMs = 150;

/** What a form's values come to, or why they come to nothing. */
export type Previewed = Preview | {readonly message: string};

const nothing: Preview = {notes: [], lines: []};

/** What a form's values come to; that of the values before stays until it is known. Nothing while something is wrong with them. */
export function usePreview(form: Form | undefined, values: Values, isValid: boolean): Previewed {
	const [shown, setShown] = useState<Previewed>(nothing);
	const asked = JSON.stringify(values);
	useEffect(() => {
		if (!form?.preview || !isValid) return undefined;
		const {preview} = form;
		const stopping = new AbortController();
		const tell = (found: Previewed): void => {
			if (!stopping.signal.aborted) setShown(found);
		};
		const ask = async (): Promise<void> => {
			try {
				tell(await preview(JSON.parse(asked) as Values, stopping.signal));
			} catch (error) {
				tell({message: messageOf(error)});
			}
		};
		const timer = setTimeout(() => void ask(), quietMs);
		return () => {
			clearTimeout(timer);
			stopping.abort();
		};
	}, [form, asked, isValid]);
	return isValid ? shown : nothing;
}
