import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * esbuild makes a chunk of each set of modules that the same verbs load: 170 of them, most smaller than 2 KB. Each costs Node 1 ms
 * to find, read and link, so that `status` spent a quarter of its start on 57 and the full screen on 120. These modules are
 * therefore loaded together: whoever loads one of a group loads all of it, so that a group is one chunk.
 *
 * What starts often is what counts. A group is what `status` needs, what the full screen needs besides, or what both need to talk
 * to a cluster; each divided by the packages that it needs, of which a verb loads no others than its own.
 */
const starts = [
	['source/cli.ts', 'source/verbs/status/run.ts'],
	['source/verbs/tui/run.ts', 'source/verbs/tui/session.ts', 'source/tui/show-tui.tsx'],
	['source/kube/connection.ts', 'source/kube/client.ts'],
];

const packageOf = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;
/** Each verb's, since it reads the command line. */
const everyones = 'meow';

/**
 * The groups, from the metafile of a build without any.
 * @returns For each module that is loaded by itself, by its path from the root: which ones it has to load besides.
 */
export function joinedModules({inputs, outputs}) {
	const entries = Object.values(outputs).flatMap(({entryPoint}) => entryPoint ?? []);
	const isBuilt = new Set(Object.values(outputs).flatMap(output => Object.keys(output.inputs)));
	const loaded = new Map(Object.keys(inputs).map(file => [file, loadedWith(file, inputs)]));
	const isShared = file => entries.filter(entry => loaded.get(entry).has(file)).length > 1 && !entries.includes(file);
	const groupOf = file => {
		const start = starts.findIndex(files => files.some(each => loaded.get(each).has(file)));
		const packages = [...loaded.get(file)].flatMap(each => packageOf.exec(each)?.[1] ?? []);
		const own = [...new Set(packages)].filter(name => name !== everyones).toSorted();
		return start < 0 ? 'none' : [start, ...own].join(' ');
	};
	const shared = [...isBuilt].filter(file => file.startsWith('source/') && isShared(file));
	const {none: _, ...groups} = Object.groupBy(shared, groupOf);
	const besides = entry =>
		Object.values(groups)
			.filter(group => group.some(file => loaded.get(entry).has(file)))
			.flat();
	return new Map(entries.map(entry => [entry, besides(entry)]));
}

/** What a module loads at once, itself among it. */
function loadedWith(file, inputs) {
	const found = new Set();
	const open = [file];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (found.has(next)) continue;
		found.add(next);
		const fixed = inputs[next].imports.filter(({kind, path}) => kind !== 'dynamic-import' && path in inputs);
		open.push(...fixed.map(({path}) => path));
	}

	return found;
}

/** Adds the imports. */
export function joinedChunks(root, modules) {
	const besides = new Map([...modules].map(([entry, files]) => [join(root, entry), files]));
	return {
		name: 'joined-chunks',
		setup(build) {
			build.onLoad({filter: /\.tsx?$/}, ({path}) => {
				const files = besides.get(path);
				if (files === undefined) return undefined;
				const imports = files.map(file => `import ${JSON.stringify(join(root, file))};`);
				return {
					contents: [readFileSync(path, 'utf8'), ...imports].join('\n'),
					loader: path.endsWith('x') ? 'tsx' : 'ts',
				};
			});
		},
	};
}
