import {expect, test} from 'vitest';
import {formatOf, modelOf} from '../../source/kserve/predictor-model.ts';

const beside = [{name: 'transformer-container'}];

test.each<[unknown, string | undefined, string | undefined]>([
	[{containers: beside, initial: {storageUri: 'gs://a'}, model: {modelFormat: {name: 'onnx'}}}, 'model', 'onnx'],
	[{containers: beside, model: {}}, 'model', undefined],
	[{containers: beside, sklearn: {storageUri: 'gs://a'}}, 'sklearn', 'sklearn'],
	[{model: null, sklearn: {storageUri: 'gs://a'}}, 'sklearn', 'sklearn'],
	[{containers: beside, minReplicas: 1}, 'containers', undefined],
	[{containers: [null, 'a']}, undefined, undefined],
	[{minReplicas: 1}, undefined, undefined],
	[undefined, undefined, undefined],
])('the model of the predictor %j is %s, of the format %s', (predictor, key, format) => {
	const model = modelOf(predictor);
	expect([model?.key, model && formatOf(model)]).toEqual([key, format]);
});

test("of several containers KServe's own serves the model, else the first", () => {
	const [first, second] = [{name: 'transformer-container'}, {name: 'kserve-container'}];
	expect(modelOf({containers: [first, second]})?.container).toBe(second);
	expect(modelOf({containers: [first, {name: 'other'}]})?.container).toBe(first);
});
