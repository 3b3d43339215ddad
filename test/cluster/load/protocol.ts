import {listAt, stringAt} from '../../../source/objects/object.ts';
import {modelNames, type ModelName, type ModelRequest} from '../testbed/models.ts';
import type {Protocol} from './messages.ts';
import type {RequestRecord} from './record.ts';

/** The body of a request for one digit. */
export function bodyOf({request}: ModelRequest, protocol: Protocol): string {
	const inputs = listAt(request, 'inputs').map(input => listAt(input, 'data'));
	return JSON.stringify(protocol === 'v1' ? {instances: inputs} : request);
}

/** Who answered, and with what, in the words of either protocol. */
export function readAnswer(
	said: string,
	expected: Readonly<Record<ModelName, number>>,
): Pick<RequestRecord, 'modelName' | 'modelVersion' | 'agrees'> {
	const answer: unknown = JSON.parse(said);
	const [prediction] = [...listAt(answer, 'predictions'), ...listAt(listAt(answer, 'outputs')[0], 'data')];
	const modelName = stringAt(answer, 'model_name');
	const modelVersion = stringAt(answer, 'model_version');
	return {
		...(modelName === undefined ? {} : {modelName}),
		...(modelVersion === undefined ? {} : {modelVersion}),
		agrees: modelNames.filter(model => expected[model] === prediction),
	};
}
