import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {joinedChunks, joinedModules} from './joined-chunks.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ink asks for the React developer tools, which a user does not have. */
const withoutDevtools = {
	name: 'without-devtools',
	setup(build) {
		build.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'stub'}));
		build.onLoad({filter: /.*/, namespace: 'stub'}, () => ({contents: 'export default {connectToDevTools() {}};'}));
	},
};

/** client-node does not say that its modules do nothing when they are loaded; without that none of its 700 API classes is left out. */
const shakenClient = {
	name: 'shaken-client',
	setup(build) {
		const isAsked = Symbol('asked');
		const isInClient = path => /[\\/]@kubernetes[\\/]client-node[\\/]/.test(path);
		build.onResolve({filter: /^@kubernetes\/client-node$/}, async ({path, pluginData, ...origin}) => {
			if (pluginData === isAsked) return undefined;
			return {...(await build.resolve(path, {...origin, pluginData: isAsked})), sideEffects: false};
		});
		// Asking esbuild, as above, takes it 5 ms each time; the client has 2000 imports of its own files, by their whole names.
		build.onResolve({filter: /^\.\.?\/.*\.js$/}, ({path, importer}) =>
			isInClient(importer) ? {path: join(dirname(importer), path), sideEffects: false} : undefined,
		);
	},
};

/**
 * meow carries a reader of package.json files with half of npm behind it, which takes 20 ms to load and which we, who give it
 * our name ourselves, never call. Without its one import esbuild leaves all of it out.
 */
const leanMeow = {
	name: 'lean-meow',
	setup(build) {
		build.onLoad({filter: /[\\/]meow[\\/]build[\\/](options|dependencies)\.js$/}, ({path}) => ({
			contents: readFileSync(path, 'utf8')
				.replace(
					"import { a as readPackageUpSync, n as normalizePackageData } from './dependencies.js';",
					'const readPackageUpSync = () => undefined; const normalizePackageData = () => undefined;',
				)
				.replaceAll(
					/^((?:var|const) \w+ = )?(?=require[A-Z][\w$]*\(\);|getDefaultExportFromCjs\(|promisify\()/gm,
					(_, start = '') => `${start}/* @__PURE__ */ `,
				),
		}));
	},
};

/** The text of a dependency's module with one place in it changed. Throws when the place is not there any more. */
function changedModule(path, place, replacement) {
	const source = readFileSync(path, 'utf8');
	if (!source.includes(place)) throw new Error(`${path} has changed: see who changes it in plugin/build.js`);
	return {contents: source.replace(place, replacement)};
}

/**
 * Ink measures and takes apart each line of each frame anew, though most are those of the frame before. Half the time of a frame
 * goes when what it has learned is kept, of some hundred lines.
 */
const keptLines = {
	name: 'kept-lines',
	setup(build) {
		build.onLoad({filter: /[\\/]ink[\\/]build[\\/]output\.js$/}, ({path}) =>
			changedModule(
				path,
				'export default class Output {\n    operations = [];\n    caches = new OutputCaches();',
				`let kept = new OutputCaches();
				export default class Output {
					operations = [];
					caches = kept.styledChars.size < 400 ? kept : (kept = new OutputCaches());`,
			),
		);
		build.onLoad({filter: /[\\/]widest-line[\\/]index\.js$/}, ({path}) =>
			changedModule(
				path,
				'export default function widestLine(string) {',
				`const kept = new Map();
				export default function widestLine(string) {
					let width = kept.get(string);
					if (width === undefined) {
						width = measured(string);
						if (kept.size >= 400) kept.clear();
						kept.set(string, width);
					}
					return width;
				}
				function measured(string) {`,
			),
		);
	},
};

/**
 * string-width makes a segmenter and the sets of its expressions when it is loaded, which takes 20 ms. Most texts that are measured
 * are ASCII, and need none of them.
 */
const lateTables = {
	name: 'late-tables',
	setup(build) {
		build.onLoad({filter: /[\\/]string-width[\\/]index\.js$/}, ({path}) => {
			const {contents} = changedModule(
				path,
				'const segmenter = new Intl.Segmenter();',
				`let made;
				const segmenter = {segment: text => (made ??= new Intl.Segmenter()).segment(text)};`,
			);
			return {contents: contents.replaceAll(/^const (\w+Regex) = (\/.+\/)([a-z]*);$/gm, lateExpression)};
		});
	},
};

function lateExpression(_, name, expression, flags) {
	const source = JSON.stringify(expression.slice(1, -1));
	return `let ${name}Made; const ${name} = {
		get it() { return ${name}Made ??= new RegExp(${source}, '${flags}'); },
		test(text) { return this.it.test(text); },
		[Symbol.search](text) { return text.search(this.it); },
		[Symbol.match](text) { return text.match(this.it); },
	};`;
}

function bundle(outdir) {
	return {
		absWorkingDir: root,
		entryPoints: {cli: 'source/cli.ts'},
		outdir,
		outExtension: {'.js': '.mjs'},
		chunkNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node24',
		minifySyntax: true,
		minifyWhitespace: true,
		// Node shows the line of a crash.
		lineLimit: 120,
		legalComments: 'none',
		define: {'process.env.NODE_ENV': '"production"'},
		// Bundled CommonJS packages call require.
		banner: {js: `import {createRequire as requireOf} from 'node:module';const require = requireOf(import.meta.url);`},
		plugins: [withoutDevtools, shakenClient, leanMeow, keptLines, lateTables],
		metafile: true,
		logLevel: 'warning',
	};
}

/**
 * Builds the plugin into a folder: the executable `kubectl-iter8` and the chunks that it loads, one a verb. Returns esbuild's
 * metafile, which tells what is in each chunk.
 */
export async function buildPlugin(outdir) {
	const {build} = await import('esbuild');
	rmSync(outdir, {recursive: true, force: true});
	mkdirSync(outdir, {recursive: true});
	const options = bundle(outdir);
	const alone = await build({...options, write: false});
	const joined = joinedChunks(root, joinedModules(alone.metafile));
	const {metafile} = await build({...options, plugins: [joined, ...options.plugins]});
	// The executable has no extension, so this is what tells Node that it is CommonJS.
	writeFileSync(join(outdir, 'package.json'), '{"type": "commonjs"}\n');
	writeProgram(join(outdir, 'kubectl-iter8'), programOf(partOf('kubectl-iter8.sh'), partOf('kubectl-iter8.cjs')));
	writeProgram(join(outdir, 'kubectl_complete-iter8'), partOf('kubectl_complete-iter8'));
	return metafile;
}

/**
 * One file that is two programs. A shell runs the first, which gives the file to Node by its exec. Node takes the first for a
 * comment, and the shell's command before it for a string.
 */
function programOf(shell, node) {
	return `#!/bin/sh\n':' /*\n${shell}*/\n${node}`;
}

function partOf(name) {
	return readFileSync(join(root, 'plugin', name), 'utf8');
}

function writeProgram(file, content) {
	writeFileSync(file, content);
	chmodSync(file, 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		await buildPlugin(process.argv[2] ?? join(root, 'dist'));
	} catch (error) {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		console.warn('esbuild is not installed (npm ci --omit=dev), so dist/ stays as it is');
	}
}
